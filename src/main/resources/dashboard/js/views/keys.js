/** API keys: who else may ask this gateway. Made, replaced and revoked here by administrators. */
import {html, nothing} from 'lit';
import {api, url} from '../api.js';
import {ROLES, isOpen, ownTenants} from '../me.js';
import {ago, count, time} from '../time.js';
import {badge, codeBlock, empty, head, problemNote} from '../ui/bits.js';
import {icon} from '../ui/icons.js';
import {Pages} from '../ui/pages.js';
import {SECTION} from '../ui/sign-in.js';
import {plain, text} from '../ui/text.js';
import {View} from '../ui/view.js';

const LIFETIMES = [['', 'as long as is configured'], ['P7D', '7 days'], ['P30D', '30 days'], ['P90D', '90 days'], ['P365D', 'a year']];
const OVERLAPS = [['', 'as long as is configured'], ['PT1H', 'an hour'], ['P1D', 'a day'], ['P7D', 'a week'], ['PT1S', 'not at all']];

class Keys extends View {
  static properties = {made: {state: true}, asked: {state: true}, refusal: {state: true}, busy: {state: true}, sends: {state: true}};

  constructor() {
    super();
    /** The key that was made last, with its secret: kept nowhere but here, until somebody says that they have it. @type {any} */
    this.made = undefined;
    /** What is to be confirmed. @type {{kind: 'rotate' | 'revoke', key: any} | undefined} */
    this.asked = undefined;
    /** Why the last wish was not fulfilled. @type {any} */
    this.refusal = undefined;
    this.busy = false;
    /** Whether the key to be made may send events. */
    this.sends = false;
  }

  key() {
    return 'keys';
  }

  /** @param {AbortSignal} signal */
  load(signal) {
    return new Pages(async (cursor) => {
      const {items, next} = await api.keys({limit: 100, after: cursor}, signal);
      return {items, nextCursor: next};
    }, () => this.requestUpdate()).start();
  }

  top() {
    return head('API keys', {text: 'For programs that ask this gateway or send it events', curl: url('keys'),
      tools: isOpen() ? nothing : html`<button type="button" class="btn primary make" @click=${() => this.open('make')}>${icon('keys')}Make a key</button>`});
  }

  show() {
    if (isOpen()) {
      return html`<div class="card">${empty('There are no API keys', html`<p>This gateway is open: everyone on this machine may do everything, with or without a key. Set <code>TALLYGATE_ACCESS_KEY_SECRET</code> and start it again;
        README.md, “${SECTION}”, goes through it.</p>`, 'unlocked')}</div>`;
    }
    /** @type {Pages} */
    const pages = this.data;
    return html`<div class="stack">${this.madeNote()}
      <section class="card" aria-label="Keys">${pages.items.length ? this.table(pages) : empty('There is no key for your tenants', html`<p>Make one: it is shown once, and valid from then on.</p>`, 'keys')}</section>
      ${this.makeDialog()}${this.confirmDialog()}</div>`;
  }

  /** The only time that anybody sees it. */
  madeNote() {
    const {made} = this;
    if (!made) return nothing;
    return html`<section class="note stalled made" aria-labelledby="made">${icon('warning')}<div class="grow stack">
      <h2 id="made" tabindex="-1">Copy the key “${text(made.name, 100)}” now: it is shown this once.</h2>
      ${codeBlock(made.key, 'The key')}
      <p>The gateway keeps a hash of it and cannot show it again. Whoever has it may do what it may: put it where secrets are kept, not into a chat or a repository. Valid until ${time(made.expiresAt)}.</p>
      <div><button type="button" class="btn have-it" @click=${() => { this.made = undefined; }}>${icon('completed')}I have it</button></div></div></section>`;
  }

  /** @param {Pages} pages */
  table(pages) {
    const newest = [...pages.items].sort((a, b) => Number(b.live) - Number(a.live) || (a.createdAt < b.createdAt ? 1 : -1));
    return html`<div class="body scroll" tabindex="0" role="region" aria-label="All keys"><table class="keys-table"><thead><tr><th>Key</th><th>State</th><th>Roles</th><th>Tenants</th><th>Last used</th><th>Valid until</th><th>Made</th><td></td></tr></thead>
      <tbody>${newest.map((key) => this.row(key))}</tbody></table></div>
      <div class="listfoot"><span class="num">${count(pages.items.length)} keys${pages.done ? ', that is all' : ''}</span>
        ${pages.problem ? problemNote(pages.problem, () => pages.retry()) : nothing}
        ${pages.done ? nothing : html`<button type="button" class="btn small" ?disabled=${pages.busy} @click=${() => pages.next()}>${icon('down')}More</button>`}</div>`;
  }

  /** @param {any} key */
  row(key) {
    return html`<tr data-key=${key.id}><td><strong class="text">${plain(key.name)}</strong><br><span class="muted mono">tg_${key.id}_…</span></td>
      <td>${state(key)}</td>
      <td>${key.roles.join(', ')}${limits(key)}</td>
      <td>${key.tenants.includes('*') ? 'all' : key.tenants.map((/** @type {string} */ tenant) => html`<div class="mono">${tenant}</div>`)}</td>
      <td class="num" title=${key.lastUsedAt ? time(key.lastUsedAt) : ''}>${key.lastUsedAt ? ago(key.lastUsedAt) : html`<span class="muted">never</span>`}</td>
      <td class="num">${time(key.expiresAt)}</td>
      <td class="num">${time(key.createdAt)}<br><span class="muted">by ${text(key.createdBy, 60)}</span></td>
      <td class="acts">${key.live ? html`${key.replacedBy ? nothing : html`<button type="button" class="btn small" data-open aria-label="Replace ${key.name}" @click=${() => this.ask('rotate', key)}>${icon('retry')}Replace</button>`}
        <button type="button" class="btn small" data-open aria-label="Revoke ${key.name}" @click=${() => this.ask('revoke', key)}>${icon('close')}Revoke</button>` : nothing}</td></tr>`;
  }

  makeDialog() {
    const own = ownTenants();
    return html`<dialog class="make-key" aria-labelledby="make-title"><form class="stack" @submit=${this.make} @change=${this.formChanged}>
      <h2 id="make-title">Make a key</h2>
      <label class="over">What it is for<input name="name" required maxlength="100" autocomplete="off" placeholder="the loader's key"></label>
      <fieldset><legend>It may be a</legend>${[...ROLES].map(([role, what]) => html`<label class="pair"><input type="checkbox" name="roles" value=${role}><span><strong>${role}</strong> <span class="muted">${what}</span></span></label>`)}</fieldset>
      <fieldset><legend>Of the tenants</legend>${own ? own.map((tenant) => html`<label class="pair"><input type="checkbox" name="tenants" value=${tenant} ?checked=${own.length === 1}><span class="mono text">${tenant}</span></label>`)
        : html`<label class="pair"><input type="checkbox" name="all"><span>all of them, also those to come</span></label>
          <label class="over">or these, one a line<textarea name="tenants" class="code" rows="2" spellcheck="false" placeholder="6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11"></textarea></label>`}</fieldset>
      ${this.sends ? html`<fieldset><legend>It may send events</legend>
        <label class="over">of the sources<input name="sources" autocomplete="off" placeholder="all; or names and beginnings*, with commas"></label>
        <label class="over">of the types<input name="types" autocomplete="off" placeholder="all; or names and beginnings*, with commas"></label></fieldset>` : nothing}
      <label class="over">It is valid for<select name="lifetime">${LIFETIMES.map(([value, label]) => html`<option value=${value}>${label}</option>`)}</select></label>
      ${this.refusal ? problemNote(this.refusal) : nothing}
      <div class="filters"><button class="btn primary" ?disabled=${this.busy}>${icon('keys')}Make the key</button><button type="button" class="btn" @click=${() => this.close('make')}>Cancel</button></div>
    </form></dialog>`;
  }

  confirmDialog() {
    const {kind, key} = this.asked ?? {};
    const rotate = kind === 'rotate';
    return html`<dialog class="confirm-key" aria-labelledby="confirm-title">${key ? html`<form class="stack" @submit=${this.confirm}>
      <h2 id="confirm-title">${rotate ? 'Replace' : 'Revoke'} the key “${text(key.name, 100)}”?</h2>
      ${rotate ? html`<p>A new key of the same rights is made and shown once.</p>
        <label class="over">The old one stays valid beside it<select name="overlap">${OVERLAPS.map(([value, label]) => html`<option value=${value}>${label}</option>`)}</select></label>`
      : html`<p>Whoever uses it is refused from now on${key.lastUsedAt ? html`; it was used ${ago(key.lastUsedAt)}` : nothing}. It cannot be brought back.</p>`}
      ${this.refusal ? problemNote(this.refusal) : nothing}
      <div class="filters"><button type="button" class="btn" autofocus @click=${() => this.close('confirm')}>Cancel</button><button class="btn ${rotate ? 'primary' : 'danger'} go" ?disabled=${this.busy}>${icon(rotate ? 'retry' : 'close')}${rotate ? 'Replace it' : 'Revoke it'}</button></div>
    </form>` : nothing}</dialog>`;
  }

  /** @param {'make' | 'confirm'} name */
  async open(name) {
    this.refusal = undefined;
    await this.updateComplete;
    this.dialog(name).showModal();
  }

  /** @param {'make' | 'confirm'} name */
  close(name) {
    this.dialog(name).close();
  }

  /** @param {'make' | 'confirm'} name @returns {HTMLDialogElement} */
  dialog(name) {
    return /** @type {HTMLDialogElement} */ (this.querySelector(`dialog.${name}-key`));
  }

  /** @param {'rotate' | 'revoke'} kind @param {any} key */
  ask(kind, key) {
    this.asked = {kind, key};
    this.open('confirm');
  }

  /** @param {Event} e */
  formChanged(e) {
    const roles = new FormData(/** @type {HTMLFormElement} */ (e.currentTarget)).getAll('roles');
    this.sends = roles.includes('publisher') || roles.includes('administrator');
  }

  /** @param {SubmitEvent} e */
  async make(e) {
    e.preventDefault();
    const form = /** @type {HTMLFormElement} */ (e.target);
    const data = new FormData(form);
    const sent = (/** @type {string} */ name) => words(data.getAll(name));
    const request = {name: String(data.get('name')).trim(), roles: data.getAll('roles'), tenants: data.has('all') ? ['*'] : sent('tenants'),
      sources: listOrAll(sent('sources')), types: listOrAll(sent('types')), lifetime: data.get('lifetime') || undefined};
    if (await this.tried(async () => { this.made = await api.makeKey(request); })) {
      this.close('make');
      form.reset();
      this.sends = false;
      this.shown();
    }
  }

  /** @param {SubmitEvent} e */
  async confirm(e) {
    e.preventDefault();
    const {kind, key} = /** @type {{kind: string, key: any}} */ (this.asked);
    const overlap = new FormData(/** @type {HTMLFormElement} */ (e.target)).get('overlap') || undefined;
    const done = await this.tried(async () => {
      if (kind === 'rotate') this.made = await api.rotateKey(key.id, {overlap});
      else await api.revokeKey(key.id);
    });
    if (!done) return;
    this.close('confirm');
    if (kind === 'rotate') this.shown();
  }

  /** The key that was made comes into sight, and to the ears. */
  async shown() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('#made'))?.focus();
  }

  /** @param {() => Promise<void>} work @returns {Promise<boolean>} whether it was done; else why is shown where it was asked for */
  async tried(work) {
    this.busy = true;
    this.refusal = undefined;
    try {
      await work();
      this.reload();
      return true;
    } catch (problem) {
      this.refusal = problem;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('tg-keys', Keys);

/** @param {FormDataEntryValue[]} values */
const words = (values) => values.flatMap((value) => String(value).split(/[\s,;]+/)).filter(Boolean);

/** @param {string[]} list */
const listOrAll = (list) => (list.length ? list : undefined);

/** @param {any} key */
function state(key) {
  if (key.revokedAt) return html`${badge('failed', 'revoked')}<br><span class="muted num" title=${time(key.revokedAt)}>${ago(key.revokedAt)} by ${text(key.revokedBy, 60)}</span>`;
  if (!key.live) return badge('silent', 'expired');
  return key.replacedBy ? html`${badge('stalled', 'replaced')}<br><span class="muted">valid beside tg_${key.replacedBy}_…</span>` : badge('ok', 'valid');
}

/** What a publisher may send, if not everything. @param {any} key */
function limits(key) {
  const some = (/** @type {string[]} */ list) => list && !list.includes('*');
  return [['sources', key.sources], ['types', key.types]].filter(([, list]) => some(/** @type {any} */ (list)))
    .map(([name, list]) => html`<div class="muted text">${name}: ${plain(/** @type {string[]} */ (list).join(', '))}</div>`);
}
