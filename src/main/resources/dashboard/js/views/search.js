/** What the search box found. */
import {html} from 'lit';
import {api, url} from '../api.js';
import {href, param} from '../router.js';
import {time} from '../time.js';
import {empty, head} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';

const KINDS = new Map([['event', 'Event'], ['workflow', 'Workflow'], ['correlation', 'Correlation'], ['quarantine', 'Quarantined']]);

class Search extends View {
  /** @param {AbortSignal} signal */
  async load(signal) {
    const {items} = await api.search({q: param('q'), tenant: param('tenant')}, signal);
    // one exact hit is what one meant
    if (items.length === 1 && items[0].matched === 'exact') {
      const [view, params] = target(items[0]);
      history.replaceState(null, '', href(view, params));
      dispatchEvent(new HashChangeEvent('hashchange'));
    }
    return items;
  }

  top() {
    return head('Search', {text: html`Ids that are, or begin with, “<span class="text">${plain(param('q'))}</span>”`, curl: url('search', {q: param('q'), tenant: param('tenant')})});
  }

  show() {
    if (!this.data.length) {
      return html`<div class="card">${empty('Nothing has this id', html`<p>The box finds events, workflows, correlations and quarantined events by their ids, or by how an id begins. For words within events,
        <a href=${href('events', {q: param('q')})}>look through the payloads</a>.</p>`, 'search')}</div>`;
    }
    return html`<div class="card"><div class="body scroll" tabindex="0" role="region" aria-label="Found"><table>
      <thead><tr><th>What</th><th>Id</th><th>Type</th><th>When</th></tr></thead>
      <tbody>${this.data.map((/** @type {any} */ item) => {
        const [view, params] = target(item);
        return html`<tr><td>${icon(item.kind === 'quarantine' ? 'held' : item.kind === 'event' ? 'events' : 'workflows')} ${KINDS.get(item.kind) ?? item.kind}</td>
          <td><a data-open href=${href(view, params)}>${text(item.id)}</a></td><td>${text(item.type ?? '')}</td><td class="num">${time(item.at)}</td></tr>`;
      })}</tbody></table></div></div>`;
  }
}
customElements.define('tg-search', Search);

/** @param {any} item @returns {[string, import('../router.js').Params]} */
function target(item) {
  const tenant = item.tenantId ?? null;
  switch (item.kind) {
    case 'workflow': return ['timeline', {workflow: item.id, in: tenant}];
    case 'correlation': return ['events', {correlation: item.id, range: '90d'}];
    case 'quarantine': return ['quarantine', {id: item.id}];
    default: return ['events', {event: item.id, in: tenant, range: '90d'}];
  }
}
