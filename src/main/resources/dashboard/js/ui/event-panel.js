/** One event beside the list that it was found in. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, href, param} from '../router.js';
import {bytes, duration, time} from '../time.js';
import {badge, copy, curlButton, problemNote} from './bits.js';
import {icon} from './icons.js';
import {jsonView} from './json.js';
import {isMasked} from './mask.js';
import {plain, text} from './text.js';
import {View} from './view.js';

class EventPanel extends View {
  shownOnly = [];

  key() {
    return `${param('event')} ${this.tenant}`;
  }

  get tenant() {
    return param('in') || param('tenant');
  }

  /** It belongs to whatever view is there. */
  routeChanged() {
    if (param('event') && this.key() !== this.loadedFor) this.reload();
  }

  connectedCallback() {
    super.connectedCallback();
    this.opener = document.activeElement;
    this.updateComplete.then(() => /** @type {HTMLElement} */ (this.querySelector('.close'))?.focus());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    /** @type {HTMLElement | null} */ (this.opener)?.focus?.();
  }

  /** @param {AbortSignal} signal */
  load(signal) {
    return api.event(param('event'), {tenant: this.tenant}, signal);
  }

  render() {
    return html`<aside class="panel" aria-label="Event">
      <header><h2>${this.data ? plain(this.data.type) : 'Event'}</h2>
        ${curlButton(url(`events/${encodeURIComponent(param('event'))}`, {tenant: this.tenant}))}
        <button type="button" class="btn icon-only close" aria-label="Close" @click=${() => change({event: null, in: null})}>${icon('close')}</button></header>
      ${this.problem ? problemNote(this.problem, () => this.reload()) : this.data ? this.facts(this.data) : html`<p class="muted">Loading…</p>`}
    </aside>`;
  }

  /** @param {any} event */
  facts(event) {
    const rows = [
      ['Status', event.status ? badge(event.status) : undefined],
      ['Happened', time(event.timestamp, {millis: true})],
      ['Received', html`${time(event.receivedAt, {millis: true})} by ${event.door}`],
      ['Workflow', event.workflowId && html`<a class="inline" href=${href('timeline', {workflow: event.workflowId, run: event.run, in: event.tenantId})}>${text(event.workflowId)}</a>`],
      ['Run', event.run && text(event.run)],
      ['Step', event.step && text(event.step)],
      ['Took', event.durationMs !== undefined ? duration(event.durationMs) : undefined],
      ['Project', event.project && html`<a class="inline" href=${href('events', {project: event.project})}>${text(event.project)}</a>`],
      ['Source', html`<a class="inline" href=${href('events', {source: event.source})}>${text(event.source)}</a>`],
      ['Correlation', event.correlationId && html`<a class="inline" href=${href('events', {correlation: event.correlationId})}>${text(event.correlationId)}</a>`],
      ['Artifacts', event.artifacts?.length ? html`${event.artifacts.map((/** @type {string} */ a) => html`<div>${text(a)}</div>`)}` : undefined],
      ['Tenant', text(event.tenantId)],
      ['Event id', html`${text(event.id)} <span class="muted">number ${event.sequence}</span>`],
      ['Schema', html`<a class="inline" href=${href('catalogue', {type: event.type, version: event.version})}>${text(event.version)}</a> of ${text(event.dialect)}`],
      ['Routing key', text(event.routingKey)],
      ['Trace', event.traceparent && html`<code>${text(event.traceparent)}</code>`],
      ['Original', html`${bytes(event.size)}, SHA-256 <code>${isMasked(event.sha256) ? plain(event.sha256) : `${event.sha256.slice(0, 12)}…`}</code>
        ${may('auditor') ? html`<a class="inline" download="${event.id}.json" href=${url(`events/${encodeURIComponent(event.id)}/original`, {tenant: event.tenantId})}>download</a>`
    : html`<span class="muted">(for auditors to download)</span>`}`],
    ];
    return html`<dl class="facts">${rows.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      <div class="head"><h3 class="grow">Payload</h3><button type="button" class="btn small quiet" @click=${() => copy(JSON.stringify(event.event, null, 2))}>${icon('copy')}Copy</button></div>
      ${jsonView(event.event, {label: 'Payload'})}
      ${event.published ? html`<h3>As it was published</h3>${jsonView(event.published, {label: 'As it was published'})}` : nothing}`;
  }
}
customElements.define('tg-event-panel', EventPanel);
