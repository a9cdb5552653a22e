/** The shell around every view: where one is, what is searched, whose events, of which time. */
import {LitElement, html, nothing} from 'lit';
import {api} from './api.js';
import {handleKeys} from './keys.js';
import {change, current, go, here, href, onRoute, param} from './router.js';
import {nextTheme, onSettings, settings, toggleZone} from './settings.js';
import {RANGES, range, time} from './time.js';
import {problemNote} from './ui/bits.js';
import {icon} from './ui/icons.js';

/** Each view: its title, and the module that is loaded when it is first looked at. */
const VIEWS = new Map([
  ['overview', ['Overview', () => import('./views/overview.js')]],
  ['live', ['Live', () => import('./views/live.js')]],
  ['workflows', ['Workflows', () => import('./views/workflows.js')]],
  ['events', ['Events', () => import('./views/events.js')]],
  ['quarantine', ['Quarantine', () => import('./views/quarantine.js')]],
  ['latency', ['Latency', () => import('./views/latency.js')]],
  ['projects', ['Projects', () => import('./views/projects.js')]],
  ['catalogue', ['Catalogue', () => import('./views/catalogue.js')]],
  ['start', ['Send an event', () => import('./views/start.js')]],
  ['timeline', ['Timeline', () => import('./views/timeline.js')]],
  ['search', ['Search', () => import('./views/search.js')]],
]);
const IN_MENU = ['overview', 'live', 'workflows', 'events', 'quarantine', 'latency', 'projects', 'catalogue'];
const THEMES = new Map([['system', 'system'], ['light', 'sun'], ['dark', 'moon']]);
const SAID_MS = 3_500;

class App extends LitElement {
  static properties = {view: {state: true}, problem: {state: true}, said: {state: true}, tenants: {state: true}, about: {state: true}};

  constructor() {
    super();
    this.view = '';
    /** @type {any} */
    this.problem = undefined;
    this.said = '';
    /** @type {string[]} */
    this.tenants = [];
    /** @type {any} */
    this.about = undefined;
    /** @type {HTMLElement | undefined} */
    this.element = undefined;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    onRoute(() => this.routed());
    onSettings(() => this.requestUpdate());
    addEventListener('tg-say', (e) => this.say(/** @type {CustomEvent} */ (e).detail));
    addEventListener('keydown', (e) => handleKeys(e, this));
    this.routed();
    api.about().then((about) => this.know(about), () => { /* the page works without */ });
  }

  /** @param {any} about */
  know(about) {
    this.about = about;
    // the demo's past is short: in a day it would be a few bars at the edge
    const {params} = current();
    if (about.demo && !params.has('range') && !params.has('from') && !params.has('to')) change({range: '1h'}, true);
  }

  async routed() {
    const {view, params} = current();
    this.requestUpdate();
    if (params.get('event')) import('./ui/event-panel.js');
    if (view === this.view) return;
    this.view = view;
    const known = VIEWS.get(view);
    if (!known) {
      this.problem = {title: 'There is no such page', detail: `No view is called ${view}`};
      return;
    }
    try {
      await known[1]();
      this.problem = undefined;
    } catch (e) {
      this.problem = {title: 'This part of the page could not be loaded', detail: String(e)};
    }
    if (this.view !== view) return;
    const first = this.element === undefined;
    this.element = document.createElement(`tg-${view}`);
    document.title = `${known[0]} · Tallygate`;
    this.requestUpdate();
    if (!first) scrollTo(0, 0);
  }

  /** On a narrow screen the menu is a strip: where one is stays in sight. */
  updated() {
    const nav = this.querySelector('nav.views');
    const here = /** @type {HTMLElement | null} */ (nav?.querySelector('[aria-current]'));
    if (nav && here && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - 40;
  }

  /** @param {string} words */
  say(words) {
    this.said = words;
    clearTimeout(this.saidTimer);
    this.saidTimer = setTimeout(() => { this.said = ''; }, SAID_MS);
  }

  /** Whose events there are is asked for when somebody wants to choose. */
  async loadTenants() {
    if (this.tenants.length) return;
    try {
      const stats = await api.stats({groupBy: 'tenant', from: new Date(Date.now() - RANGES.get('90d')[1]).toISOString(), interval: 'P1D'});
      this.tenants = stats.groups.map((/** @type {any} */ group) => group.key).filter((/** @type {string} */ key) => /^[0-9a-f-]{36}$/.test(key));
    } catch { /* a tenant can still be named in the address */ }
  }

  /** @param {SubmitEvent} e */
  search(e) {
    e.preventDefault();
    const q = new FormData(/** @type {HTMLFormElement} */ (e.target)).get('q')?.toString().trim();
    if (q) go('search', {q});
  }

  help() {
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog.keys')).showModal();
  }

  render() {
    return html`<nav class="home" aria-label="Home"><a class="skip" href=${here({})} @click=${this.skip}>Skip to the content</a>
      <a class="brand" href=${href('overview')}><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#2457d6"/><g stroke="#fff" stroke-width="2.6" stroke-linecap="round"><path d="M9 9v14M14 9v14M19 9v14M24 9v14M6 20 27 12"/></g></svg>Tallygate</a></nav>
      <header class="bar">${this.controls()}</header>
      <nav class="views" aria-label="Views">${this.menu()}</nav>
      <main tabindex="-1" id="content">${this.problem ? problemNote(this.problem) : this.element ?? nothing}</main>
      ${param('event') ? html`<tg-event-panel></tg-event-panel>` : nothing}
      ${this.helpDialog()}
      <div class="toast" role="status">${this.said}</div>`;
  }

  /** @param {Event} e */
  skip(e) {
    e.preventDefault();
    /** @type {HTMLElement} */ (this.querySelector('main')).focus();
  }

  controls() {
    const now = range();
    return html`<form role="search" @submit=${this.search}>${icon('search')}
        <input type="search" name="q" id="search" aria-label="Search for an event, workflow or correlation id" placeholder="Event, workflow or correlation id" autocomplete="off" spellcheck="false" .value=${param('q') && this.view === 'search' ? param('q') : ''}><kbd aria-hidden="true">/</kbd></form>
      <span class="spring"></span>
      <select aria-label="Tenant" @focus=${this.loadTenants} @pointerdown=${this.loadTenants} @change=${(/** @type {Event} */ e) => change({tenant: /** @type {HTMLSelectElement} */ (e.target).value})}>
        <option value="" ?selected=${!param('tenant')}>All tenants</option>
        ${param('tenant') && !this.tenants.includes(param('tenant')) ? html`<option value=${param('tenant')} selected>${param('tenant')}</option>` : nothing}
        ${this.tenants.map((tenant) => html`<option value=${tenant} ?selected=${tenant === param('tenant')}>${tenant}</option>`)}
      </select>
      <select aria-label="Time range" @change=${(/** @type {Event} */ e) => change({range: /** @type {HTMLSelectElement} */ (e.target).value, from: null, to: null})}>
        ${now.preset ? nothing : html`<option value="" selected>${time(now.from)} – ${now.to ? time(now.to) : 'now'}</option>`}
        ${[...RANGES].map(([name, [label]]) => html`<option value=${name} ?selected=${name === now.preset}>Last ${label}</option>`)}
      </select>
      <button type="button" class="btn" aria-pressed=${settings.zone === 'utc'} title="Show times in ${settings.zone === 'utc' ? 'local time' : 'UTC'}" @click=${toggleZone}>${settings.zone === 'utc' ? 'UTC' : 'Local'}</button>
      <button type="button" class="btn icon-only" aria-label="Theme: ${settings.theme}" title="Theme: ${settings.theme}" @click=${nextTheme}>${icon(THEMES.get(settings.theme) ?? 'system')}</button>
      <button type="button" class="btn icon-only" aria-label="Keyboard help" title="Keyboard help" @click=${this.help}>${icon('help')}</button>`;
  }

  menu() {
    /** @param {string} name */
    const entry = (name) => html`<a href=${href(name)} aria-current=${this.view === name || (name === 'workflows' && this.view === 'timeline') ? 'page' : nothing}>${icon(name)}${VIEWS.get(name)?.[0]}</a>`;
    return html`${IN_MENU.map(entry)}<span class="gap"></span>${entry('start')}
      ${this.about?.demo ? html`<a href=${href('live')}>${icon('running')}Demo data</a>` : nothing}
      <a href="q/swagger-ui">${icon('catalogue')}API</a>`;
  }

  helpDialog() {
    const keys = [['/', 'Search'], ['j  k', 'Next, previous row'], ['Enter', 'Open the row'], ['Esc', 'Close'],
      ['p', 'Pause or resume the tail'], ['t', 'Theme: system, light, dark'], ['?', 'This help']];
    return html`<dialog class="keys" aria-label="Keyboard"><h2>Keyboard</h2>
      <dl>${keys.map(([key, what]) => html`<dt>${key.split('  ').map((k) => html`<kbd>${k}</kbd> `)}</dt><dd>${what}</dd>`)}</dl>
      <p class="muted">Off while one types.${this.about ? html` Tallygate ${this.about.version}.` : nothing}</p>
      <form method="dialog"><button class="btn">Close</button></form></dialog>`;
  }
}
customElements.define('tg-app', App);
