/** Latency: how long steps and runs take, as a map of heat on a logarithmic scale, and the percentiles below it. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {change, current, go, param} from '../router.js';
import {settings} from '../settings.js';
import {count, duration, range, rangeText, time} from '../time.js';
import {chips, empty, head, picker} from '../ui/bits.js';
import {timeFrame} from '../ui/chart.js';
import {View} from '../ui/view.js';

const FILTERS = ['type', 'step', 'source', 'project', 'dialect'];

class Latency extends View {
  get of() {
    return param('of') === 'run' ? 'run' : 'step';
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const {params} = current();
    const {from, to} = range();
    const filter = {...Object.fromEntries(['tenant', 'type', 'source', 'project', 'dialect'].map((name) => [name, params.get(name)])), from, to};
    const steps = {...filter, step: params.get('step')};
    this.addresses = [url('stats/heatmap', {of: this.of, ...filter}), url('stats', {...steps, groupBy: 'none'})];
    const facets = api.facets({of: this.of === 'run' ? 'workflows' : 'events', ...filter}, signal).catch(() => ({facets: {}}));
    const [map, stats] = await Promise.all([api.heatmap({of: this.of, ...filter}, signal), this.of === 'step' ? api.stats({...steps, groupBy: 'none'}, signal) : undefined]);
    this.facets = (await facets).facets;
    return {map, stats};
  }

  top() {
    const facets = this.facets ?? {};
    return html`${head('Latency', {text: html`How long ${this.of === 'run' ? 'runs' : 'steps'} took in ${rangeText()}`, curl: this.addresses,
      tools: html`<div class="segments" role="group" aria-label="Of">${[['step', 'Steps'], ['run', 'Runs']].map(([of, label]) => html`<button type="button" aria-pressed=${this.of === of} @click=${() => change({of: of === 'step' ? null : of, type: null})}>${label}</button>`)}</div>`})}
      <div class="filters">${picker('type', 'Type', facets.type ?? [])}${picker('source', 'Source', facets.source ?? [])}${picker('project', 'Project', facets.project ?? [])}${chips(FILTERS.filter((name) => !['type', 'source', 'project'].includes(name)))}</div>`;
  }

  show() {
    const {map, stats} = this.data;
    const total = map.points.reduce((/** @type {number} */ all, /** @type {any} */ p) => all + p.counts.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0), 0);
    if (!total) {
      return html`<div class="card">${empty(`No ${this.of} with a duration in ${rangeText()}`, html`<p>A duration is what an event says it took${this.of === 'run' ? ', or the time from a run\'s start to its end' : ''}. Choose another range, or fewer filters.</p>`, 'latency')}</div>`;
    }
    return html`<div class="stack"><section class="card" aria-labelledby="heat"><header><h2 id="heat">Durations</h2><span class="grow"></span><span class="muted">click a cell for what is behind it</span></header>
        <div class="body"><tg-chart tall label="Heatmap of ${count(total)} durations over time, on a logarithmic scale" .option=${(/** @type {any} */ c) => heat(map, c)} .pick=${(/** @type {any} */ cell) => this.pick(cell)}></tg-chart></div></section>
      ${stats?.groups[0]?.points?.some((/** @type {any} */ p) => p.p50 !== undefined) ? html`<section class="card" aria-labelledby="percentiles"><header><h2 id="percentiles">Percentiles</h2>${summary(stats.groups[0].durations)}</header>
        <div class="body"><tg-chart label="Median, 95th and 99th percentile of step durations" .option=${(/** @type {any} */ c) => lines(stats, c)}></tg-chart></div></section>` : nothing}</div>`;
  }

  /** @param {any} cell */
  pick(cell) {
    const {map} = this.data;
    const [column, row] = cell.value;
    const slots = columns(map);
    const from = slots[column];
    const to = slots[column + 1] ?? map.to;
    const at = {from: new Date(from).toISOString(), to: new Date(to).toISOString(), type: param('type'), source: param('source'), project: param('project')};
    const wanted = this.of === 'run'
      ? ['workflows', {...at, minDurationMs: Math.floor(row ? map.bounds[row - 1] : 0), maxDurationMs: Math.ceil(map.bounds[row])}]
      : ['events', at];
    go(/** @type {string} */ (wanted[0]), /** @type {any} */ (wanted[1]));
  }
}
customElements.define('tg-latency', Latency);

/** Every slot of the range; those in which nothing happened are not in the answer. @param {any} map @returns {number[]} */
function columns(map) {
  const step = millis(map.interval);
  const slots = [];
  for (let at = Date.parse(map.from); at < Date.parse(map.to) && slots.length < 1_000; at += step) slots.push(at);
  return slots;
}

/** An ISO 8601 duration of days to seconds. @param {string} text */
function millis(text) {
  const [, d = 0, h = 0, m = 0, s = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text) ?? [];
  return (((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1000 || 60_000;
}

/** @param {any} map @param {Record<string, string>} c */
function heat(map, c) {
  const frame = timeFrame(c);
  const slots = columns(map);
  const begin = Date.parse(map.from);
  const step = slots.length > 1 ? slots[1] - slots[0] : 60_000;
  const rows = map.points.map((/** @type {any} */ p) => p.counts);
  const used = map.bounds.map((/** @type {number} */ _, /** @type {number} */ i) => i).filter((/** @type {number} */ i) => rows.some((/** @type {number[]} */ counts) => counts[i]));
  const low = Math.max(0, used[0] - 1);
  const high = Math.min(map.bounds.length - 1, used.at(-1) + 1);
  /** @type {number[][]} */
  const data = [];
  let most = 1;
  for (const point of map.points) {
    const x = Math.round((Date.parse(point.t) - begin) / step);
    for (let i = low; i <= high; i++) {
      if (!point.counts[i]) continue;
      most = Math.max(most, point.counts[i]);
      data.push([x, i, point.counts[i]]);
    }
  }
  return {
    grid: {...frame.grid, top: 12, bottom: 46},
    tooltip: {...frame.tooltip, trigger: 'item', formatter: (/** @type {any} */ p) => `${time(slots[p.value[0]])}\n${p.value[1] ? duration(map.bounds[p.value[1] - 1]) : '0'} to ${duration(map.bounds[p.value[1]])}: ${count(p.value[2])}`},
    xAxis: {...frame.xAxis, type: 'category', data: slots.map((at) => time(at, {date: slots.length * step > 2 * 86_400_000}).replace(/:\d\d(Z?)$/, '$1')), splitArea: {show: false}},
    yAxis: {type: 'category', data: map.bounds.map((/** @type {number} */ b) => `≤ ${duration(b)}`), min: low, max: high, axisLabel: {color: c.muted, interval: Math.max(0, Math.ceil((high - low) / 14) - 1)}, axisLine: {show: false}, axisTick: {show: false}},
    visualMap: {min: 1, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, itemWidth: 10, textStyle: {color: c.muted}, text: [`${count(most)} at once`, '1'], inRange: {color: [c['accent-soft'], c.accent, c.held]}},
    series: [{type: 'heatmap', data, itemStyle: {borderColor: c.surface, borderWidth: 1}, emphasis: {itemStyle: {borderColor: c.text}}}],
  };
}

/** @param {any} stats @param {Record<string, string>} c */
function lines(stats, c) {
  const frame = timeFrame(c);
  const points = stats.groups[0].points;
  return {
    ...frame, useUTC: settings.zone === 'utc', xAxis: {...frame.xAxis, type: 'time', min: stats.from, max: stats.to},
    yAxis: {...frame.yAxis, type: 'log', min: 1, axisLabel: {color: c.muted, formatter: (/** @type {number} */ ms) => duration(ms)}},
    tooltip: {...frame.tooltip, valueFormatter: (/** @type {number} */ ms) => duration(ms)},
    series: [['Median', 'p50', 'ok'], ['95 %', 'p95', 'stalled'], ['99 %', 'p99', 'failed']].map(([name, key, color], i) => ({name, type: 'line', showSymbol: points.length < 40, symbol: ['circle', 'rect', 'triangle'][i], lineStyle: {width: 2, type: ['solid', 'dashed', 'dotted'][i]}, itemStyle: {color: c[color]}, connectNulls: true,
      data: points.map((/** @type {any} */ p) => [p.t, p[key] === undefined || p[key] === null ? null : Math.max(1, p[key])])})),
  };
}

/** @param {any} d */
const summary = (d) => (d ? html`<span class="muted num">${count(d.count)} durations: median ${duration(d.p50)}, 95 % ≤ ${duration(d.p95)}, 99 % ≤ ${duration(d.p99)}</span>` : nothing);
