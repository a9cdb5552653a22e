/** A row of an event, and of a quarantined one, as Live and Events show them. */
import {html} from 'lit';
import {change, href} from '../router.js';
import {time} from '../time.js';
import {badge, filterBy, isFailure} from './bits.js';
import {icon} from './icons.js';
import {plain, text} from './text.js';

export const EVENT_HEAD = html`<div class="rowhead events-grid" aria-hidden="true"><span>Happened</span><span>Status</span><span>Type</span><span>Workflow</span><span>Source</span><span>Project</span></div>`;

/** @param {any} event */
export function eventRow(event) {
  if (event.reason) return heldRow(event);
  return html`<a class="num wide-time" data-open href=${openHref(event)} @click=${(/** @type {MouseEvent} */ e) => open(e, event)}>${time(event.timestamp, {millis: true})}</a>
    <span class="state">${badge(event.status ?? 'recorded', event.status ?? 'recorded')}</span>
    <span class="main">${filterBy('type', event.type)}${event.step ? html` <span class="muted">${text(event.step, 60)}</span>` : ''}</span>
    <span class="wide">${event.workflowId ? html`<a href=${href('timeline', {workflow: event.workflowId, run: event.run, in: event.tenantId})}>${text(event.workflowId, 80)}</a>` : html`<span class="muted">–</span>`}</span>
    <span class="wide">${filterBy('source', event.source)}</span>
    <span class="wide">${filterBy('project', event.project)}</span>`;
}

/** @param {any} held */
export function heldRow(held) {
  return html`<a class="num wide-time" data-open href=${href('quarantine', {id: held.id})}>${time(held.receivedAt, {millis: true})}</a>
    <span class="state">${badge('quarantined')}</span>
    <span class="main"><a href=${href('quarantine', {id: held.id})}>${plain(held.type ?? '(no type)')}</a> <span class="muted">${text(held.message, 160)}</span></span>
    <span class="wide">${text(held.workflowId ?? '–', 80)}</span><span class="wide">${text(held.source ?? '–', 80)}</span><span class="wide">${icon('held')} ${held.reason}</span>`;
}

/** @param {any} event */
const openHref = (event) => href('events', {event: event.id, in: event.tenantId});

/** Opens beside this list; in a new tab, where one asks for that, as a link of its own. @param {MouseEvent} e @param {any} event */
function open(e, event) {
  if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  change({event: event.id, in: event.tenantId});
}

/** What the volume picture and the rows count as a failure. @param {any} event */
export const failed = (event) => isFailure(event.status);
