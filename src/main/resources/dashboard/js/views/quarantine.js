/** Quarantine: what was not accepted, in groups, then in rows, then one by one. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, current, href, param} from '../router.js';
import {ago, count, range, rangeText, time} from '../time.js';
import {badge, chips, empty, filterBy, head, nothingFound, picker} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import '../ui/list.js';
import {Pages} from '../ui/pages.js';
import '../ui/quarantined.js';
import {text} from '../ui/text.js';
import {View} from '../ui/view.js';
import {foot} from './events.js';

const FILTERS = ['reason', 'type', 'source', 'door', 'workflow'];
const REASONS = ['unreadable', 'unknown-type', 'unknown-version', 'schema-violation', 'id-reused', 'routing-mismatch', 'unknown-job', 'too-large', 'not-authorised', 'job-failed', 'gateway-fault'];

class Quarantine extends View {
  shownOnly = ['event', 'in', 'id'];

  filter() {
    const {params} = current();
    const {from, to} = range();
    return {...Object.fromEntries(['tenant', ...FILTERS].map((name) => [name, params.get(name)])), from, to};
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const filter = this.filter();
    this.addresses = [url('quarantine/groups', filter), url('quarantine', filter)];
    const {door: _door, workflow: _workflow, ...grouped} = /** @type {any} */ (filter);
    const groups = api.quarantineGroups(grouped, signal).catch((problem) => ({items: [], problem}));
    const pages = await new Pages((cursor) => api.quarantine({...filter, limit: 100, cursor}, signal), () => this.requestUpdate()).start();
    return {groups: await groups, pages};
  }

  routeChanged() {
    super.routeChanged();
    // an attempt may have changed the groups
    if (this.wasOpen && !param('id')) this.reload();
    this.wasOpen = param('id');
  }

  render() {
    this.wasOpen = param('id');
    return param('id') ? html`<tg-quarantined .held=${param('id')}></tg-quarantined>` : super.render();
  }

  top() {
    return html`${head('Quarantine', {text: html`Not accepted in ${rangeText()}, kept with its reason`, curl: this.addresses})}
      <div class="filters">${picker('reason', 'Reason', REASONS.map((value) => ({value})))}${chips(FILTERS.filter((name) => name !== 'reason'))}</div>`;
  }

  show() {
    const {groups, pages} = this.data;
    if (!pages.items.length) {
      return html`<div class="card">${FILTERS.some((name) => param(name)) ? nothingFound('quarantined events', FILTERS)
        : empty(`Nothing was quarantined in ${rangeText()}`, html`<p>An event that its schema does not accept, of an unknown type, with a used id, or that is no JSON, is kept here with the exact place and rule. ${may('publisher') ? html`<a href="#/start">Break one</a> to see it.` : nothing}</p>`, 'completed')}</div>`;
    }
    return html`<div class="stack">${groups.items.length ? this.groups(groups.items) : nothing}
      <section class="card" aria-label="Quarantined events">
        <div class="rowhead held-grid" aria-hidden="true"><span>Received</span><span>Reason</span><span>Type</span><span>Source</span><span>What is wrong</span></div>
        <div class="rows"><tg-list label="Quarantined events" columns="held-grid" .items=${pages.items} .row=${row} .keyOf=${(/** @type {any} */ held) => held.id} .more=${() => pages.next()}></tg-list></div>${foot(pages)}</section></div>`;
  }

  /** @param {any[]} groups */
  groups(groups) {
    return html`<section class="card" aria-labelledby="groups"><header><h2 id="groups">By reason, type and source</h2></header>
      <div class="body scroll" tabindex="0" role="region" aria-label="Groups"><table><thead><tr><th class="r">Events</th><th>Reason</th><th>Type</th><th>Source</th><th class="r">Mended</th><th>Last</th><td></td></tr></thead>
      <tbody>${groups.map((group) => html`<tr><td class="r num"><button type="button" class="link" @click=${() => change({reason: group.reason, type: group.type, source: group.source})}>${count(group.count)}</button></td>
        <td>${badge('quarantined', group.reason)}</td><td>${text(group.type ?? '(none)', 80)}</td><td>${text(group.source ?? '(none)', 60)}</td>
        <td class="r num">${group.mended ? html`${icon('completed')} ` : nothing}${count(group.mended)}</td>
        <td class="num" title=${time(group.lastAt)}>${ago(group.lastAt)}</td><td><a href=${href('quarantine', {id: group.latestId})}>open the last</a></td></tr>`)}</tbody></table></div></section>`;
  }
}
customElements.define('tg-quarantine', Quarantine);

/** @param {any} held */
function row(held) {
  return html`<a class="num" data-open href=${href('quarantine', {...Object.fromEntries(FILTERS.map((name) => [name, param(name)])), id: held.id})}>${time(held.receivedAt, {millis: true})}</a>
    <span class="state">${badge('quarantined', held.reason)}</span><span class="main">${filterBy('type', held.type)}</span><span class="wide">${filterBy('source', held.source)}</span><span class="wide">${text(held.message, 200)}</span>`;
}
