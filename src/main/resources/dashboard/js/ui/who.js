/** Who one is, in the header; and that nobody is asked where the gateway is open. */
import {html, nothing} from 'lit';
import {ROLES, may, ownTenants, who} from '../me.js';
import {href} from '../router.js';
import {time} from '../time.js';
import {icon} from './icons.js';
import {SECTION} from './sign-in.js';
import {plain, plainText} from './text.js';

const KINDS = new Map([['person', 'signed in at your provider'], ['key', 'an API key']]);

/** @param {() => void} signOut */
export function whoMenu(signOut) {
  const {kind, name, roles, until} = who();
  const own = ownTenants();
  return html`<button type="button" class="btn who" popovertarget="who" aria-label="You: ${plainText(name)}" title=${plainText(name)}>${icon('person')}<span class="text">${plain(name)}</span></button>
    <section popover id="who" class="who-card" aria-label="Who you are">
      <h2 class="text">${plain(name)}</h2><p class="muted">${KINDS.get(kind) ?? kind}${until ? html`, until ${time(until)}` : nothing}</p>
      <h3>You may</h3><ul class="roles">${roles.map((role) => html`<li><strong>${role}</strong> <span class="muted">${ROLES.get(role) ?? ''}</span></li>`)}</ul>
      <h3>Your tenants</h3>${own === undefined ? html`<p>all of them</p>` : own.length ? html`<ul>${own.map((tenant) => html`<li class="mono text">${tenant}</li>`)}</ul>` : html`<p>none: you are shown nothing until your provider names some</p>`}
      <div class="filters">${may('administrator') ? html`<a class="btn" href=${href('keys')} @click=${hide}>${icon('keys')}API keys</a>` : nothing}
        ${kind === 'person' ? html`<button type="button" class="btn sign-out" @click=${signOut}>${icon('out')}Sign out</button>` : nothing}</div>
    </section>`;
}

/** @param {Event} e */
const hide = (e) => /** @type {any} */ (e.target).closest('[popover]').hidePopover();

/** In words, with an icon and in red, above everything and over nothing. @param {() => void} explain */
export const openBanner = (explain) => html`<aside class="open-banner" aria-label="This gateway is open">${icon('unlocked')}
  <p><strong>This gateway is open:</strong> nobody is asked who they are. Everyone on this machine may read, send and change everything.</p>
  <button type="button" class="btn small" @click=${explain}>How to close it</button></aside>`;

export const openDialog = () => html`<dialog class="how-to-close" aria-labelledby="how-to-close"><h2 id="how-to-close">Close this gateway</h2>
  <p>Set one of these, or both, and start it again:</p>
  <dl><dt>For programs</dt><dd>API keys: <code>TALLYGATE_ACCESS_KEY_SECRET</code>, 32 characters or more, e.g. the output of <code>openssl rand -base64 32</code>. The command <code>keys create</code> makes the first key.</dd>
    <dt>For people</dt><dd>OpenID Connect: <code>TALLYGATE_ACCESS_OIDC_ISSUER</code> and its client's secret. Then this page asks people to sign in.</dd></dl>
  <p class="muted">Step by step: README.md, “${SECTION}”. While it is open, it listens on this machine only.</p>
  <form method="dialog"><button class="btn">Close</button></form></dialog>`;

/** Whose events are shown: a choice among one's own tenants, where there is one. @param {string} chosen @param {string[]} seen tenants that have sent @param {() => void} look @param {(tenant: string) => void} choose */
export function tenantSwitch(chosen, seen, look, choose) {
  const own = ownTenants();
  if (own?.length === 1) {
    return html`<span class="tenant-fixed" title="You see the tenant ${own[0]} alone">${icon('lock')}<span class="sr">Your only tenant: </span><span class="text mono">${own[0]}</span></span>`;
  }
  const tenants = own ?? seen;
  return html`<select aria-label="Tenant" @focus=${look} @pointerdown=${look} @change=${(/** @type {Event} */ e) => choose(/** @type {HTMLSelectElement} */ (e.target).value)}>
    <option value="" ?selected=${!chosen}>${own ? own.length ? 'All your tenants' : 'No tenant' : 'All tenants'}</option>
    ${chosen && !tenants.includes(chosen) ? html`<option value=${chosen} selected>${chosen}</option>` : nothing}
    ${tenants.map((tenant) => html`<option value=${tenant} ?selected=${tenant === chosen}>${tenant}</option>`)}
  </select>`;
}
