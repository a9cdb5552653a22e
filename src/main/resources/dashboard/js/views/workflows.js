/** Workflows: runs with how they ended, how long they took against their type's median, and what went before. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, current, param} from '../router.js';
import {ago, count, duration, range, rangeText, time} from '../time.js';
import {badge, chips, filterBy, head, nothingFound, picker, timelineHref} from '../ui/bits.js';
import '../ui/list.js';
import {Pages} from '../ui/pages.js';
import {strip} from '../ui/strip.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';
import {foot} from './events.js';

const FILTERS = ['state', 'type', 'source', 'project', 'dialect', 'minDurationMs', 'maxDurationMs'];
const STATES = [['', 'All'], ['running', 'Running'], ['failed', 'Failed'], ['stalled', 'Stalled'], ['completed', 'Completed']];

class Workflows extends View {
  filter() {
    const {params} = current();
    const {from, to} = range();
    return {...Object.fromEntries(['tenant', 'order', 'sort', ...FILTERS].map((name) => [name, params.get(name)])), from, to};
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const filter = this.filter();
    this.address = url('workflows', filter);
    const {order: _order, sort: _sort, minDurationMs: _min, maxDurationMs: _max, ...faceted} = /** @type {any} */ (filter);
    api.facets({of: 'workflows', ...faceted}, signal).then((found) => { this.facets = found.facets; this.requestUpdate(); }, () => { /* the filters can be typed into the address */ });
    api.workflowTypes({from: filter.from, to: filter.to, tenant: filter.tenant}, signal).then(({items}) => {
      this.types = new Map(items.map((/** @type {any} */ type) => [`${type.dialect} ${type.type}`, type]));
      this.requestUpdate();
    }, () => { /* rows without their strips */ });
    return new Pages((cursor) => api.workflows({...filter, limit: 100, cursor}, signal), () => this.requestUpdate()).start();
  }

  top() {
    const facets = this.facets ?? {};
    return html`${head('Workflows', {text: html`Runs that began in ${rangeText()}`, curl: this.address})}
      <div class="filters"><div class="segments" role="group" aria-label="State">${STATES.map(([state, label]) =>
        html`<button type="button" aria-pressed=${param('state') === state} @click=${() => change({state})}>${label}${this.stateCount(state)}</button>`)}</div>
        ${picker('type', 'Type', facets.type ?? [])}${picker('source', 'Source', facets.source ?? [])}${picker('project', 'Project', facets.project ?? [])}
        <select aria-label="Duration" @change=${(/** @type {Event} */ e) => change({minDurationMs: /** @type {HTMLSelectElement} */ (e.target).value})}>
          ${[['', 'Any duration'], ['1000', 'over 1 s'], ['10000', 'over 10 s'], ['60000', 'over 1 min'], ['600000', 'over 10 min'], ['3600000', 'over 1 h']].map(([ms, label]) =>
            html`<option value=${ms} ?selected=${param('minDurationMs') === ms}>${label}</option>`)}</select>
        <select aria-label="Order" @change=${(/** @type {Event} */ e) => change({sort: /** @type {HTMLSelectElement} */ (e.target).value})}>
          ${[['', 'Last event first'], ['started', 'Last start first']].map(([sort, label]) => html`<option value=${sort} ?selected=${param('sort') === sort}>${label}</option>`)}</select>
        ${chips(FILTERS.filter((name) => param(name) && name !== 'state' && name !== 'minDurationMs'))}</div>`;
  }

  /** @param {string} state */
  stateCount(state) {
    const found = this.facets?.state?.find((/** @type {any} */ value) => value.value === state);
    return found && !param('state') ? html` <span class="num">${count(found.count)}</span>` : nothing;
  }

  show() {
    /** @type {Pages} */
    const pages = this.data;
    if (!pages.items.length) {
      return html`<div class="card">${nothingFound('workflow runs', FILTERS, html`<p>A run begins with the first event that names its workflow: no set-up. ${may('publisher') ? html`<a href="#/start">Send one</a>.` : nothing}</p>`)}</div>`;
    }
    return html`<div class="card"><div class="rowhead runs-grid" aria-hidden="true"><span>State</span><span>Type and workflow</span><span>Last step or failure</span><span>Project, source</span><span>Duration and median</span><span>Started</span><span>Last runs</span></div>
      <div class="rows"><tg-list label="Workflow runs" columns="runs-grid" height="58" narrow="98" .items=${pages.items} .row=${(/** @type {any} */ run) => this.row(run)} .keyOf=${(/** @type {any} */ run) => `${run.tenantId} ${run.workflowId} ${run.runId}`} .more=${() => pages.next()}></tg-list></div>${foot(pages)}</div>`;
  }

  /** @param {any} run */
  row(run) {
    return html`<span class="state">${badge(run.state)}</span>
      <span class="main two"><a data-open href=${timelineHref(run)}>${text(run.type ?? '(no type)', 100)}</a><br><span class="muted mono">${plain(run.workflowId)}</span></span>
      <span class="why">${run.failure ? html`<span class="text">${plain(run.failure.message ?? 'failed')}</span>` : run.stalledSince ? html`no event since ${ago(run.stalledSince)}` : text(run.lastStep ?? '–')}<br><span class="muted">${run.failure && run.lastStep ? html`in ${text(run.lastStep, 60)}, ` : nothing}${count(run.eventCount)} events</span></span>
      <span class="wide">${filterBy('project', run.project)}<br>${filterBy('source', run.source)}</span>
      <span class="wide">${took(run)}</span>
      <span class="num wide" title="last event ${time(run.lastEventAt)}">${time(run.startedAt ?? run.firstEventAt)}${run.startReceived === false ? html`<br><span class="muted">start not received</span>` : nothing}</span>
      <span class="wide">${strip(this.types?.get(`${run.dialect} ${run.type}`)?.lastRuns ?? [])}</span>`;
  }
}
customElements.define('tg-workflows', Workflows);

/** How long a run took, or has been taking, against the median of its type. @param {any} run */
export function took(run) {
  const ms = run.durationMs ?? (run.startedAt && !run.endedAt ? Date.now() - Date.parse(run.startedAt) : undefined);
  if (ms === undefined) return html`<span class="muted">–</span>`;
  const median = run.medianDurationMs;
  const ratio = median ? ms / median : undefined;
  return html`<span class="num">${duration(ms)}</span>${ratio === undefined ? nothing : html`<br><span class="ratio" title="median ${duration(median)}"><i class=${ratio > 1.5 ? 'slow' : ''} .style=${`width:${Math.min(100, ratio * 50)}%`}></i></span>
    <span class="muted num" title="median ${duration(median)}">${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)} × median</span>`}`;
}
