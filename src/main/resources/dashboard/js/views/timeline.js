/** One run: its steps as bars, the silences between them, the failure on top. */
import {html, nothing, svg} from 'lit';
import {api, curl, url} from '../api.js';
import {change, href, param} from '../router.js';
import {count, duration, time} from '../time.js';
import {badge, head, isFailure} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import {jsonView} from '../ui/json.js';
import '../ui/list.js';
import {bars, compact, gaps, isOpen, span} from '../ui/scale.js';
import {strip} from '../ui/strip.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';
import {took} from './workflows.js';

const MODES = [['compact', 'Compact'], ['timeline', 'Timeline'], ['json', 'JSON']];
/** Longer runs are read up to here; the list of events has the rest. */
const MOST_EVENTS = 50_000;
const PAGE = 1_000;
/** An open run grows, and is asked for again, in such turns. */
const TURN_MS = 5_000;
const JSON_EVENTS = 200;

class Timeline extends View {
  shownOnly = ['event', 'mode', 'range', 'from', 'to', 'find'];

  connectedCallback() {
    super.connectedCallback();
    this.turn = setInterval(() => this.grow(), TURN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.turn);
  }

  /** @param {string} [cursor] @param {number} [limit] */
  ask(cursor, limit = PAGE) {
    return {tenant: param('in') || param('tenant'), run: param('run'), limit, cursor};
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const id = param('workflow');
    if (!id) return {run: undefined, events: []};
    const first = await api.workflow(id, this.ask(undefined, 200), signal);
    const data = {run: first, events: first.events, cursor: first.nextCursor};
    this.rest(id, data, signal);
    return data;
  }

  /** The first events are shown at once, the others follow. @param {string} id @param {any} data @param {AbortSignal} signal */
  async rest(id, data, signal) {
    try {
      while (data.cursor && data.events.length < MOST_EVENTS) {
        const page = await api.workflow(id, this.ask(data.cursor), signal);
        data.events = data.events.concat(page.events);
        data.cursor = page.nextCursor;
        data.last = page.events.at(-1) ?? data.last;
        this.arranged = undefined;
        this.requestUpdate();
      }
    } catch (e) {
      if (!signal.aborted) data.problem = e;
      this.requestUpdate();
    }
  }

  /** An open run: its bar grows by the clock, and new events are asked for. */
  async grow() {
    const run = this.data?.run;
    if (!run || document.hidden || !isOpen(run) || this.data.cursor) return;
    this.requestUpdate();
    try {
      const now = await api.workflow(param('workflow'), this.ask(undefined, 1), this.aborter?.signal);
      if (now.eventCount !== run.eventCount || now.state !== run.state) this.reload();
    } catch { /* the next turn asks again */ }
  }

  /** Sorting twenty thousand bars is done once, not with each row that is drawn. */
  get picture() {
    const {run, events} = this.data;
    const key = `${events.length} ${param('mode')} ${param('find')}`;
    if (this.arranged?.key !== key || this.arranged.events !== events) {
      const all = bars(events);
      const words = param('find').toLowerCase();
      const shown = (param('mode') === 'compact' ? compact(all) : all)
        .filter(({event}) => !words || `${event.type} ${event.step ?? ''} ${event.status ?? ''} ${event.source}`.toLowerCase().includes(words));
      this.arranged = {key, events, all, shown};
    }
    const whole = span(this.arranged.all, run, Date.now());
    return {...this.arranged, whole, gaps: gaps(this.arranged.all, whole)};
  }

  top() {
    const run = this.data?.run;
    const address = url(`workflows/${encodeURIComponent(param('workflow'))}`, this.ask(undefined, 200));
    return html`<p><a href=${href('workflows', {type: run?.type})} class="btn small quiet">${icon('back')}${run?.type ? html`All runs of ${text(run.type, 60)}` : 'All workflows'}</a></p>
      ${head('Timeline', {text: html`<span class="mono text">${plain(param('workflow'))}</span>${param('run') ? html`, run <span class="mono text">${plain(param('run'))}</span>` : nothing}`, curl: address,
        tools: html`<div class="segments" role="group" aria-label="Form">${MODES.map(([mode, label]) => html`<button type="button" aria-pressed=${(param('mode') || 'timeline') === mode} @click=${() => change({mode: mode === 'timeline' ? null : mode}, true)}>${label}</button>`)}</div>`})}`;
  }

  show() {
    const {run, events} = this.data;
    if (!run) return html`<div class="card"><div class="empty">${icon('timeline')}<strong>Which run?</strong><p>Choose one in <a href=${href('workflows')}>Workflows</a>, or search for its id above.</p></div></div>`;
    const mode = param('mode') || 'timeline';
    return html`<div class="stack">${this.failure(run)}
      ${run.startReceived === false ? html`<div class="note stalled">${icon('warning')}<div class="grow"><strong>Start not received: inferred.</strong> The first event that came is not the one that begins such a run; it may still come.</div></div>` : nothing}
      <section class="card" aria-label="The run"><div class="body"><dl class="facts runfacts">
        <dt>State</dt><dd>${badge(run.state)} ${run.stalledSince ? html`<span class="muted">no event since ${time(run.stalledSince)}</span>` : nothing}</dd>
        <dt>Type</dt><dd><a class="inline" href=${href('workflows', {type: run.type})}>${text(run.type ?? '–')}</a></dd>
        <dt>Started</dt><dd class="num">${time(run.startedAt ?? run.firstEventAt, {millis: true})}${run.endedAt ? html`, ended ${time(run.endedAt, {millis: true})}` : nothing}</dd>
        <dt>Took</dt><dd>${took(run)}</dd>
        <dt>Events</dt><dd class="num"><a class="inline" href=${href('events', {workflow: run.workflowId, range: '90d'})}>${count(run.eventCount)}</a> ${run.project ? html`of project <a class="inline" href=${href('events', {project: run.project})}>${text(run.project)}</a>` : nothing}</dd>
        ${run.runs?.length > 1 ? html`<dt>Its runs</dt><dd>${strip(run.runs.map((/** @type {any} */ other) => ({...other, workflowId: run.workflowId, tenantId: run.tenantId})))}</dd>` : nothing}
      </dl></div></section>
      ${mode === 'json' ? this.json(run, events) : this.gantt()}</div>`;
  }

  /** @param {any} run */
  failure(run) {
    const event = run.failure;
    if (!event) return nothing;
    return html`<div class="note failed failure">${icon('failed')}<div class="grow"><strong>It failed${run.lastStep ? html` after ${text(run.lastStep, 80)}` : nothing}: <span class="text">${plain(event.message ?? 'it does not say why')}</span></strong>
      <p>${event.eventId ? html`<a data-failure href=${href('timeline', {workflow: param('workflow'), run: param('run'), mode: param('mode'), event: event.eventId, in: run.tenantId})}>The event that says so</a>, ` : nothing}
      number ${event.sequence}. <a href=${href('events', {workflow: run.workflowId, status: 'failed', range: '90d'})}>All failures of this workflow</a></p></div></div>`;
  }

  gantt() {
    const {shown, all, whole, gaps: silences} = this.picture;
    const {run, cursor, problem, events} = this.data;
    const share = (/** @type {number} */ at) => (1000 * (at - whole.begin)) / (whole.end - whole.begin);
    return html`<section class="card gantt" aria-label="Steps">
      <div class="filters body"><input type="search" aria-label="Find in this run" placeholder="Find in this run" .value=${param('find')} @input=${(/** @type {Event} */ e) => change({find: /** @type {HTMLInputElement} */ (e.target).value}, true)}>
        <span class="muted num" role="status">${count(shown.length)} of ${count(run.eventCount)} events${cursor && !problem ? events.length < MOST_EVENTS ? `, loading… ${count(events.length)}` : `; this page reads ${count(MOST_EVENTS)}` : ''}${silences.length ? html`; shaded: ${silences.length} silence${silences.length > 1 ? 's' : ''}, the longest ${duration(silences.reduce((most, s) => Math.max(most, s.end - s.begin), 0))}` : nothing}</span></div>
      <div class="gantt-head"><span>Step or type</span><span class="axis num"><span>${time(whole.begin, {date: false})}</span><span>+${duration((whole.end - whole.begin) / 2)}</span><span>${isOpen(run) ? 'now' : time(whole.end, {date: false})}</span></span><span>Took</span></div>
      <div class="rows">${isOpen(run) ? html`<div class="vrow gantt-row open-row"><span>${badge(run.state, 'the run so far')}</span><span class="lane">${this.lane(silences, share, {x: 0, width: 1000, kind: 'running growing'})}</span><span class="num">${duration(whole.end - whole.begin)}</span></div>` : nothing}
        <tg-list label="Steps" columns="gantt-row" height="34" narrow="40" .items=${shown} .keyOf=${(/** @type {any} */ bar) => bar.event.sequence}
          .row=${(/** @type {import('../ui/scale.js').Bar} */ bar) => this.bar(bar, silences, share)}></tg-list></div>
      ${problem ? html`<div class="body note failed">${icon('warning')}Not all events could be read: ${problem.message}</div>` : nothing}
      ${all.length && !shown.length ? html`<p class="body muted">No step has these words.</p>` : nothing}</section>`;
  }

  /** @param {import('../ui/scale.js').Bar} bar @param {any[]} silences @param {(at: number) => number} share */
  bar({event, begin, end, point}, silences, share) {
    const bad = isFailure(event.status);
    const width = point ? 5 : Math.max(4, share(end) - share(begin));
    return html`<a data-open href=${href('timeline', {workflow: param('workflow'), run: param('run'), mode: param('mode'), event: event.id, in: event.tenantId})} title="${event.type}, ${time(event.timestamp, {millis: true})}">${bad ? html`<span class="badge failed">${icon('failed')}failed</span> ` : nothing}${text(event.step ?? event.type, 90)}</a>
      <span class="lane">${this.lane(silences, share, {x: Math.min(share(begin), 1000 - width), width, kind: bad ? 'failed' : point ? 'plain' : ''})}</span>
      <span class="num muted">${point ? '' : duration(Number(event.durationMs))}</span>`;
  }

  /** @param {any[]} silences @param {(at: number) => number} share @param {{x: number, width: number, kind: string}} bar */
  lane(silences, share, {x, width, kind}) {
    return html`<svg viewBox="0 0 1000 34" preserveAspectRatio="none" aria-hidden="true">${silences.map((s) => svg`<rect class="gap" x=${share(s.begin)} y="0" width=${share(s.end) - share(s.begin)} height="34"></rect>`)}
      <rect class="step ${kind}" x=${x} y="10" width=${width} height="14" rx="2"></rect></svg>`;
  }

  /** @param {any} run @param {any[]} events */
  json(run, events) {
    const {events: _events, nextCursor: _next, ...summary} = run;
    const address = url(`workflows/${encodeURIComponent(param('workflow'))}`, {...this.ask(undefined, PAGE), include: 'event'});
    return html`<section class="card" aria-label="As JSON"><div class="body stack">${jsonView({...summary, events: events.slice(0, JSON_EVENTS)}, {label: 'The run as JSON'})}
      ${events.length > JSON_EVENTS ? html`<p class="muted">The first ${JSON_EVENTS} of ${count(run.eventCount)} events. All of them, with their payloads:</p>` : nothing}
      <pre tabindex="0" class="scroll">${curl(address)}</pre></div></section>`;
  }
}
customElements.define('tg-timeline', Timeline);
