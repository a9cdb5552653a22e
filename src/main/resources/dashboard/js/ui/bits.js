/** Small pieces that all views share. */
import {html, nothing} from 'lit';
import {curl} from '../api.js';
import {change, current, here, href} from '../router.js';
import {rangeText} from '../time.js';
import {icon} from './icons.js';
import {plain, text} from './text.js';

/** State, as icon, word and colour. */
const STATES = new Map([
  ['completed', ['completed', 'ok']], ['succeeded', ['completed', 'ok']], ['success', ['completed', 'ok']], ['complete', ['completed', 'ok']],
  ['stored', ['completed', 'ok']], ['already-stored', ['completed', 'ok']], ['ok', ['completed', 'ok']], ['mended', ['completed', 'ok']],
  ['failed', ['failed', 'failed']], ['failure', ['failed', 'failed']], ['fail', ['failed', 'failed']], ['error', ['failed', 'failed']],
  ['failing', ['failed', 'failed']], ['aborted', ['failed', 'failed']],
  ['running', ['running', 'running']], ['started', ['running', 'running']], ['triggered', ['running', 'running']], ['start', ['running', 'running']],
  ['stalled', ['stalled', 'stalled']], ['degraded', ['warning', 'stalled']], ['silent', ['silent', '']],
  ['rejected', ['held', 'held']], ['refused', ['failed', 'failed']], ['quarantined', ['held', 'held']],
]);

/** @param {string | undefined} state @param {string} [word] what to call it instead */
export function badge(state, word) {
  const [picture, kind] = STATES.get(String(state).toLowerCase()) ?? ['unknown', ''];
  return html`<span class="badge ${kind}">${icon(picture)}<span class="text">${plain(word ?? state ?? 'unknown')}</span></span>`;
}

/** Whether a word stands for a failure. @param {string | undefined} state */
export const isFailure = (state) => STATES.get(String(state).toLowerCase())?.[1] === 'failed';

/**
 * The top of a view.
 * @param {string} title
 * @param {{text?: unknown, curl?: string | string[], tools?: unknown}} [rest] `curl`: the addresses that the view is made of
 */
export function head(title, {text: about, curl: addresses, tools} = {}) {
  return html`<div class="head">
    <div class="grow"><h1 tabindex="-1">${title}</h1>${about ? html`<p>${about}</p>` : nothing}</div>
    ${tools ?? nothing}
    ${addresses ? curlButton(addresses) : nothing}
  </div>`;
}

/** @param {string | string[]} addresses */
export const curlButton = (addresses) => html`<button type="button" class="btn small quiet copy-curl"
    @click=${() => copy([addresses].flat().map((address) => curl(address)).join('\n'), 'Copied as curl')}>
    ${icon('copy')}Copy as curl</button>`;

/** @param {string} what @param {string} [said] */
export async function copy(what, said = 'Copied') {
  try {
    await navigator.clipboard.writeText(what);
    say(said);
  } catch {
    say('This browser does not let the page copy');
  }
}

/** Says something for a moment, to screen readers as well. @param {string} words */
export function say(words) {
  dispatchEvent(new CustomEvent('tg-say', {detail: words}));
}

/** @param {any} problem @param {() => void} [again] */
export function problemNote(problem, again) {
  return html`<div class="note failed" role="alert">${icon('warning')}<div class="grow">
    <strong>${problem.title ?? 'The page is at fault'}</strong>
    <p class="text">${plain(problem.detail ?? problem.message)}</p>
    ${problem.tooWide ? html`<p>Narrow the range: ${['15m', '1h', '6h'].map((preset) =>
      html`<a href=${here({range: preset, from: null, to: null})}>last ${preset}</a> `)}or name a type, a source or a workflow.</p>` : nothing}
    ${problem.notYourTenant ? html`<p><a href=${here({tenant: null, in: null})}>Show what is yours</a></p>` : nothing}
    ${faults(problem.errors)}
  </div>${again ? html`<button type="button" class="btn small" @click=${again}>${icon('retry')}Try again</button>` : nothing}</div>`;
}

/** Single faults: where, what rule, what is wrong. @param {any[] | undefined} errors */
export function faults(errors) {
  if (!errors?.length) return nothing;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Faults"><table class="faults">
    <thead><tr><th>Where</th><th>Rule</th><th>What is wrong</th></tr></thead>
    <tbody>${errors.slice(0, 50).map((fault) => html`<tr>
      <td><code class="pointer text">${plain(fault.pointer || '(the event)')}</code></td>
      <td>${fault.schemaLocation ? html`<a class="keyword" title=${fault.schemaLocation} href=${schemaHref(fault.schemaLocation)}>${fault.keyword}</a>` : fault.keyword}</td>
      <td class="text">${plain(fault.message)}</td></tr>`)}</tbody></table></div>`;
}

/** The catalogue's page of the schema that a rule stands in. @param {string} location */
function schemaHref(location) {
  const [path, rule] = location.split('#');
  const [version, type] = path.split('/').reverse();
  return href('catalogue', {type: decodeURIComponent(type ?? ''), version: version?.replace(/\.json$/, ''), rule});
}

/** @param {string} title @param {unknown} body @param {string} [picture] */
export const empty = (title, body, picture = 'info') =>
  html`<div class="empty">${icon(picture)}<strong>${title}</strong><div class="prose">${body}</div></div>`;

/** An empty list that says which filters made it so. @param {string} what @param {string[]} names @param {unknown} [teach] */
export function nothingFound(what, names, teach = nothing) {
  const {params} = current();
  const set = names.filter((name) => params.has(name));
  return empty(`No ${what} in ${rangeText()}${set.length ? ' with these filters' : ''}`, html`<p>
    ${set.length ? html`Filters: ${set.map((name) => `${name} = ${params.getAll(name).join(', ')}`).join('; ')}. <a href=${here(Object.fromEntries(set.map((name) => [name, null])))}>Remove them</a>, or ` : ''}
    <a href=${here({range: '30d', from: null, to: null})}>look at the last 30 days</a>.</p>${teach}`, 'search');
}

/**
 * The filters that are set, each with a way to remove it.
 * @param {string[]} names of parameters
 */
export function chips(names) {
  const {params} = current();
  return names.flatMap((name) => params.getAll(name).map((value) => html`<span class="chip" data-filter=${name}>
    <span class="text">${name}: ${plain(value)}</span>
    <button type="button" aria-label="Remove the filter ${name}" @click=${() => change({[name]: params.getAll(name).filter((other) => other !== value)})}>${icon('close')}</button></span>`));
}

/**
 * A value that filters the list when clicked.
 * @param {string} name of the parameter @param {string | undefined} value
 */
export const filterBy = (name, value) => value
  ? html`<button type="button" class="link" title="Show only ${name} ${value}" @click=${() => change({[name]: value})}>${text(value, 120)}</button>`
  : html`<span class="muted">–</span>`;

/** A filter chosen from values that occur. @param {string} name @param {string} label @param {{value: string, count?: number}[]} values */
export function picker(name, label, values) {
  const now = current().params.get(name) ?? '';
  const known = values.some((v) => v.value === now);
  return html`<select aria-label=${label} .value=${now} @change=${(/** @type {Event} */ e) => change({[name]: /** @type {HTMLSelectElement} */ (e.target).value})}>
    <option value="" ?selected=${!now}>${label}: all</option>
    ${!known && now ? html`<option value=${now} selected>${label}: ${now}</option>` : nothing}
    ${values.filter((v) => v.value !== '').map((v) => html`<option value=${v.value} ?selected=${v.value === now}>${v.value}${v.count === undefined ? '' : ` (${v.count})`}</option>`)}
  </select>`;
}

/** A filter that is typed. @param {string} name @param {string} label */
export const typed = (name, label) => html`<input type="text" aria-label=${label} placeholder=${label} maxlength="300"
  .value=${current().params.get(name) ?? ''} @change=${(/** @type {Event} */ e) => change({[name]: /** @type {HTMLInputElement} */ (e.target).value.trim()})}>`;

/** A block of code that can be copied. @param {string} code @param {string} label */
export const codeBlock = (code, label) => html`<div class="code-block"><pre tabindex="0" aria-label=${label}>${plain(code)}</pre>
  <button type="button" class="btn small" @click=${() => copy(code)}>${icon('copy')}Copy</button></div>`;

/** @param {any} run a workflow run @returns {string} its timeline */
export const timelineHref = (run) => href('timeline', {workflow: run.workflowId, run: run.runId && run.runId !== run.workflowId ? run.runId : null, in: run.tenantId});
