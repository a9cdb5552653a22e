/** Events: the list behind every number, also by what is in the payload. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {may} from '../me.js';
import {change, current, here} from '../router.js';
import {count, range, rangeText} from '../time.js';
import {chips, head, nothingFound, picker, problemNote, typed} from '../ui/bits.js';
import {EVENT_HEAD, eventRow} from '../ui/event-row.js';
import {icon} from '../ui/icons.js';
import '../ui/list.js';
import {Pages} from '../ui/pages.js';
import {View} from '../ui/view.js';

const FILTERS = ['type', 'source', 'project', 'status', 'workflow', 'correlation', 'q', 'field'];
const SHOWN = ['workflow', 'correlation', 'status', 'field', 'q'];
const PAGE = 200;

class Events extends View {
  /** @param {string} [cursor] */
  ask(cursor) {
    const {params} = current();
    const {from, to} = range();
    /** @type {import('../router.js').Params} */
    const filter = {tenant: params.get('tenant')};
    for (const name of FILTERS) filter[name] = name === 'field' ? params.getAll(name) : params.get(name);
    return {...filter, from, to, limit: PAGE, cursor: cursor ?? params.get('cursor')};
  }

  /** @param {AbortSignal} signal */
  async load(signal) {
    const first = this.ask();
    this.address = url('events', first);
    const pages = new Pages((cursor) => api.events({...first, cursor: cursor ?? first.cursor}, signal), () => this.requestUpdate());
    const facets = api.facets({of: 'events', tenant: first.tenant, type: first.type, source: first.source, project: first.project, from: first.from, to: first.to}, signal).catch(() => undefined);
    await pages.start();
    facets.then((found) => { this.facets = found?.facets; this.requestUpdate(); });
    return pages;
  }

  top() {
    const facets = this.facets ?? {};
    return html`${head('Events', {text: html`Stored in ${rangeText()}, the last received first`, curl: this.address})}
      <div class="filters">
        ${picker('type', 'Type', facets.type ?? [])}${picker('source', 'Source', facets.source ?? [])}${picker('project', 'Project', facets.project ?? [])}
        ${typed('q', 'Text in the payload')}
        <input type="text" aria-label="Field and value" placeholder="data.opportunityId = OPP-1" maxlength="300" @change=${this.addField}>
        ${chips(SHOWN)}
      </div>`;
  }

  /** @param {Event} e */
  addField(e) {
    const input = /** @type {HTMLInputElement} */ (e.target);
    const [name, value] = input.value.split(/\s*[=:]\s*(.*)/s);
    if (!name || !value) return;
    input.value = '';
    change({field: [...current().params.getAll('field'), `${name.trim()}:${value.trim()}`]});
  }

  show() {
    /** @type {Pages} */
    const pages = this.data;
    if (!pages.items.length) {
      return html`<div class="card">${nothingFound('events', FILTERS, html`<p>Events come in over HTTP and from the exchange${may('publisher') ? html`: <a href="#/start">send one</a>` : nothing}.</p>`)}</div>`;
    }
    return html`<div class="card">${EVENT_HEAD}
      <div class="rows"><tg-list label="Events" columns="events-grid" .items=${pages.items} .row=${eventRow} .keyOf=${(/** @type {any} */ e) => e.sequence} .more=${() => pages.next()}></tg-list></div>
      ${foot(pages)}</div>`;
  }
}
customElements.define('tg-events', Events);

/** What is loaded, and what there is beyond. @param {Pages} pages */
export function foot(pages) {
  return html`<div class="listfoot"><span class="num">${count(pages.items.length)} rows${pages.done ? ', that is all' : pages.busy ? ', loading more…' : ''}</span>
    ${pages.problem ? problemNote(pages.problem, () => pages.retry()) : nothing}
    ${pages.full && !pages.done ? html`<a href=${here({cursor: pages.cursor ?? null})}>${icon('down')} This page keeps ${count(pages.items.length)} rows: go on from here</a>` : nothing}
    ${current().params.has('cursor') ? html`<a href=${here({cursor: null})}>Back to the newest</a>` : nothing}</div>`;
}
