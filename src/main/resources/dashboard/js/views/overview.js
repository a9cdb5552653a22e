/** Overview: how it goes, against the period before, and what needs somebody. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may, ownTenants} from '../me.js';
import {change, href, param} from '../router.js';
import {settings} from '../settings.js';
import {count, duration, figure, percent, range, rangeText} from '../time.js';
import {empty, head, timelineHref} from '../ui/bits.js';
import {timeFrame} from '../ui/chart.js';
import {icon} from '../ui/icons.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';
import {noEventsYet} from '../ui/first.js';

const KINDS = new Map([['failed', ['failed', 'failed']], ['stalled', ['stalled', 'stalled']], ['quarantined', ['held', 'held']], ['lag', ['warning', 'stalled']]]);

class Overview extends View {
  refreshEvery = 15_000;

  /** @param {AbortSignal} signal */
  async load(signal) {
    const {from, to} = range();
    const filter = {from, to, tenant: param('tenant')};
    this.addresses = [url('overview', filter), url('stats', {...filter, groupBy: 'none'})];
    // who is in the middle of their first event is not interrupted by what it changes
    if (!may('publisher')) this.first = undefined;
    this.first ??= await noEventsYet(signal);
    if (this.first) return {};
    const [overview, stats] = await Promise.all([api.overview(filter, signal), api.stats({...filter, groupBy: 'none'}, signal)]);
    return {overview, stats};
  }

  top() {
    return head('Overview', {text: html`${rangeText().replace(/^t/, 'T')}, against the period before`, curl: this.addresses});
  }

  show() {
    const {overview, stats} = this.data;
    if (this.first && !may('publisher')) {
      return html`<div class="card">${empty('There is no event yet', html`<p>${ownTenants() ? 'None of your tenants has sent one.' : 'Nobody has sent one.'} Who is a publisher sends the first.</p>`, 'overview')}</div>`;
    }
    if (this.first) {
      import('./start.js');
      return html`<tg-start embedded></tg-start>`;
    }
    return html`<div class="stack">
      <div class="tiles">${this.tiles(overview)}</div>
      ${overview.missing?.length ? html`<div class="note stalled">${icon('warning')}<div class="grow">Not answered in time: ${overview.missing.join(', ')}. <a href=${href('overview', {range: '1h'})}>Narrow the range</a>.</div></div>` : nothing}
      <section class="card" aria-labelledby="outcomes"><header><h2 id="outcomes">Outcomes over time</h2><span class="grow"></span><span class="muted">click a bar to look closer</span></header>
        <div class="body">${this.outcomes(stats)}</div></section>
      <div class="cols">
        <section class="card" aria-labelledby="attention"><header><h2 id="attention">Needs attention</h2></header><div class="body">${this.attention(overview.attention ?? [])}</div></section>
        <section class="card" aria-labelledby="failures"><header><h2 id="failures">Failures by workflow type</h2></header><div class="body">${this.failures(overview.failuresByType ?? [])}</div></section>
      </div></div>`;
  }

  /** @param {any} o */
  tiles(o) {
    const oldest = o.oldestUnfinished;
    return html`
      ${tile('Events per second', html`${figure(o.eventsPerSecond?.value)} <small>${count(o.events?.value)} in all</small>`, trend(o.events), href('events'))}
      ${tile('Failure share', percent(o.failureShare?.value), trend(o.failureShare, true), href('workflows', {state: 'failed'}))}
      ${tile('95 % took at most', duration(o.p95DurationMs?.value), trend(o.p95DurationMs, true), href('latency'))}
      ${tile('Quarantined', count(o.quarantined?.value), trend(o.quarantined, true), href('quarantine'))}
      ${tile('Oldest unfinished', oldest ? duration(Date.now() - Date.parse(oldest.startedAt)).split(' ').slice(0, 2).join(' ') : 'none',
        oldest ? html`<span class="text">${plain(oldest.type)}</span>` : html`every run has ended`, oldest ? timelineHref(oldest) : href('workflows', {state: 'running'}))}`;
  }

  /** @param {any} stats */
  outcomes(stats) {
    const points = stats.groups[0]?.points ?? [];
    if (!points.length) return empty('Nothing in this range', html`<p>Choose a longer one above.</p>`, 'overview');
    const series = [['Succeeded', 'ok', (/** @type {any} */ p) => p.events - p.failed], ['Failed', 'failed', (/** @type {any} */ p) => p.failed], ['Quarantined', 'held', (/** @type {any} */ p) => p.quarantined ?? 0]];
    /** @param {Record<string, string>} c */
    const option = (c) => {
      const frame = timeFrame(c);
      return {...frame, useUTC: settings.zone === 'utc', xAxis: {...frame.xAxis, type: 'time', min: stats.from, max: stats.to},
        yAxis: {...frame.yAxis, type: 'value'},
        series: series.map(([name, color, value]) => ({name, type: 'bar', stack: 'all', itemStyle: {color: c[/** @type {string} */ (color)]}, barMaxWidth: 26,
          barMinWidth: 2, data: points.map((/** @type {any} */ p) => [p.t, /** @type {any} */ (value)(p)])}))};
    };
    const step = points.length > 1 ? Date.parse(points[1].t) - Date.parse(points[0].t) : 60_000;
    const sum = (/** @type {string} */ name) => points.reduce((/** @type {number} */ all, /** @type {any} */ p) => all + (p[name] ?? 0), 0);
    return html`<tg-chart label="Outcomes over time: ${count(sum('events'))} events, of which ${count(sum('failed'))} failed; ${count(sum('quarantined'))} quarantined"
      .option=${option} .pick=${(/** @type {any} */ point) => change({from: new Date(point.value[0]).toISOString(), to: new Date(Date.parse(point.value[0]) + step).toISOString()})}></tg-chart>`;
  }

  /** @param {any[]} items */
  attention(items) {
    if (!items.length) return html`<div class="note ok">${icon('completed')}<div class="grow">Nothing. No failed or stalled run, nothing new in quarantine.</div></div>`;
    return html`<ul class="stack attention">${items.map((item) => {
      const [picture, kind] = KINDS.get(item.kind) ?? ['info', ''];
      const link = item.link ?? item['href-query'];
      return html`<li class="note ${kind}">${icon(picture)}<div class="grow">
        <a data-open href=${link ? href(link.view, renamed(link.params)) : href('overview')}><strong>${text(item.title)}</strong></a>
        <p class="text muted-on-note">${plain(item.detail)}</p></div></li>`;
    })}</ul>`;
  }

  /** @param {any[]} types */
  failures(types) {
    const failed = types.filter((type) => type.failed);
    if (!failed.length) return html`<p class="muted">No run failed in ${rangeText()}.</p>`;
    const most = Math.max(...failed.map((type) => type.failed));
    return html`<ul class="bars">${failed.map((type) => html`<li>
      <a data-open href=${href('workflows', {type: type.type, state: 'failed'})}>${text(type.type)}</a>
      <span class="num">${count(type.failed)} of ${count(type.runs)} <span class="muted">(${percent(type.failed / type.runs)})</span></span>
      <span class="track"><i .style=${`width:${(100 * type.failed) / most}%`}></i></span></li>`)}</ul>`;
  }
}
customElements.define('tg-overview', Overview);

/** The tenant of one item must not become everybody's. @param {any} params */
function renamed(params = {}) {
  const {tenant, ...rest} = params;
  return tenant ? {...rest, in: tenant} : rest;
}

/** @param {string} name @param {unknown} value @param {unknown} below @param {string} link */
const tile = (name, value, below, link) => html`<a class="card tile" href=${link}><span class="name">${name}</span><div class="value">${value}</div><div class="trend">${below}</div></a>`;

/** @param {{value?: number, before?: number} | undefined} figures @param {boolean} [lessIsBetter] */
function trend(figures, lessIsBetter = false) {
  if (!figures || figures.value === undefined || figures.value === null || !figures.before) return html`nothing to compare with`;
  const ratio = figures.value / figures.before - 1;
  if (Math.abs(ratio) < 0.005) return html`as before`;
  const up = ratio > 0;
  const words = Math.abs(ratio) >= 10 ? `${figure(ratio + 1)} times` : `${Math.round(Math.abs(ratio) * 100)} %`;
  return html`<span class=${lessIsBetter ? (up ? 'worse' : 'better') : ''}>${icon(up ? 'up' : 'down')}</span> ${words} ${up ? 'more' : 'less'} than before`;
}
