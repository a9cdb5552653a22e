/** What somebody sees whom the gateway does not know, or to whom it gave no role; and the way back to where they were. */
import {html, nothing} from 'lit';
import {problemNote} from './bits.js';
import {icon} from './icons.js';

const VIEW = 'tallygate.view';
/** The section of README.md that says how to let people in. */
export const SECTION = 'From nothing to OpenID Connect, keys and TLS';

/** Keeps where one is while one is at the provider. */
function keepView() {
  try {
    sessionStorage.setItem(VIEW, location.hash);
  } catch { /* then one comes back to the beginning */ }
}

/** Goes back to where one was before one went to the provider. */
export function restoreView() {
  try {
    const kept = sessionStorage.getItem(VIEW);
    sessionStorage.removeItem(VIEW);
    if (kept && location.hash.length < 2) history.replaceState(null, '', kept);
  } catch { /* the beginning is a view, too */ }
}

export const LOGO = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#2457d6"/><g stroke="#fff" stroke-width="2.6" stroke-linecap="round"><path d="M9 9v14M14 9v14M19 9v14M24 9v14M6 20 27 12"/></g></svg>`;

/**
 * Somebody who has to sign in.
 * @typedef {{why: '' | 'ended' | 'signed-out', signIn?: string, problem?: any, asked: boolean}} Outside
 */

/** @param {Outside} outside @param {() => void} again */
export const signInPage = (outside, again) => gate(html`
  <h1 tabindex="-1">Tallygate</h1>
  <p>Every workflow event is checked, kept and answerable. This gateway shows them to those who may see them.</p>
  <div role="status">${why(outside)}</div>
  ${outside.problem ? problemNote(outside.problem, again) : outside.asked ? ways(outside) : nothing}`);

/** Somebody who is known, but has no role here, or cannot be told now. @param {any} problem @param {() => void} again @param {() => void} signOut */
export const barredPage = (problem, again, signOut) => gate(html`
  <h1 tabindex="-1">Tallygate</h1>
  ${problem.status === 403 ? html`<p>You are signed in, but have no role here. Ask whoever gives out roles at your provider for one of this gateway.</p>` : nothing}
  ${problemNote(problem, again)}
  ${problem.status === 403 ? html`<div><button type="button" class="btn" @click=${signOut}>${icon('out')}Sign out</button></div>` : nothing}`);

/** @param {unknown} content */
const gate = (content) => html`<main id="content"><section class="card gate" aria-label="Sign in">${LOGO}${content}</section></main>`;

/** @param {Outside} outside */
function why({why: reason}) {
  switch (reason) {
    case 'ended': return html`<div class="note">${icon('info')}<div class="grow"><strong>Your session has ended.</strong> Sign in again, and you are back in the same view.</div></div>`;
    case 'signed-out': return html`<div class="note ok">${icon('completed')}<div class="grow"><strong>You are signed out</strong> of this gateway. At your provider you may still be signed in.</div></div>`;
    default: return nothing;
  }
}

/** @param {Outside} outside */
const ways = ({signIn}) => signIn
  ? html`<div><a class="btn primary sign-in" href=${signIn.replace(/^\//, '')} @click=${keepView}>${icon('person')}Sign in</a></div>
    <p class="muted">Your organisation's provider asks who you are and leads you back here. Programs show an API key instead.</p>`
  : html`<div class="note stalled">${icon('warning')}<div class="grow"><strong>People cannot sign in here yet.</strong>
      <p>This gateway takes API keys only, which are for programs. For people it needs a provider of OpenID Connect: set <code>TALLYGATE_ACCESS_OIDC_ISSUER</code>, as README.md says under “${SECTION}”.</p></div></div>`;
