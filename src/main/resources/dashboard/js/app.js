/** The shell around every view: where one is, what is searched, whose events, of which time. */
import {LitElement, html, nothing} from 'lit';
import {api} from './api.js';
import {handleKeys} from './keys.js';
import {forget, isOpen, lacks, may, ownTenants, remember, who} from './me.js';
import {change, current, go, here, href, onRoute, param} from './router.js';
import {nextTheme, onSettings, settings, toggleZone} from './settings.js';
import {RANGES, range, time} from './time.js';
import {problemNote} from './ui/bits.js';
import {icon} from './ui/icons.js';
import {LOGO, barredPage, restoreView, signInPage} from './ui/sign-in.js';
import {openBanner, openDialog, tenantSwitch, whoMenu} from './ui/who.js';

/** Each view: its title, the module that is loaded when it is first looked at, and the role that it needs. */
const VIEWS = new Map([
  ['overview', ['Overview', () => import('./views/overview.js'), 'viewer']],
  ['live', ['Live', () => import('./views/live.js'), 'viewer']],
  ['workflows', ['Workflows', () => import('./views/workflows.js'), 'viewer']],
  ['events', ['Events', () => import('./views/events.js'), 'viewer']],
  ['quarantine', ['Quarantine', () => import('./views/quarantine.js'), 'viewer']],
  ['latency', ['Latency', () => import('./views/latency.js'), 'viewer']],
  ['projects', ['Projects', () => import('./views/projects.js'), 'viewer']],
  ['catalogue', ['Catalogue', () => import('./views/catalogue.js')]],
  ['start', ['Send an event', () => import('./views/start.js'), 'publisher']],
  ['keys', ['API keys', () => import('./views/keys.js'), 'administrator']],
  ['timeline', ['Timeline', () => import('./views/timeline.js'), 'viewer']],
  ['search', ['Search', () => import('./views/search.js'), 'viewer']],
]);
const IN_MENU = ['overview', 'live', 'workflows', 'events', 'quarantine', 'latency', 'projects', 'catalogue'];
const AT_THE_END = ['keys', 'start'];
const THEMES = new Map([['system', 'system'], ['light', 'sun'], ['dark', 'moon']]);
const SAID_MS = 3_500;
/** Bounds of the time until it is asked again who one is; the upper one is what a browser's clock can be set to. */
const SHORTEST_CHECK_MS = 30_000;
const LONGEST_CHECK_MS = 2 ** 31 - 1;

class App extends LitElement {
  static properties = {view: {state: true}, problem: {state: true}, said: {state: true}, tenants: {state: true}, about: {state: true}, inside: {state: true}, outside: {state: true}, barred: {state: true}};

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
    /** Whether it is known who looks at this page. */
    this.inside = false;
    /** @type {import('./ui/sign-in.js').Outside | undefined} */
    this.outside = undefined;
    /** Why it cannot be known. @type {any} */
    this.barred = undefined;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    onRoute(() => this.routed());
    onSettings(() => this.requestUpdate());
    addEventListener('tg-say', (e) => this.say(/** @type {CustomEvent} */ (e).detail));
    addEventListener('tg-nobody', () => this.leave(this.inside ? 'ended' : ''));
    addEventListener('keydown', (e) => { if (this.inside) handleKeys(e, this); });
    // a page that a browser kept aside shows what somebody saw who may not be here any more
    addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
    this.begin();
  }

  /** Finds out who looks, and shows them the view that they ask for. */
  async begin() {
    VIEWS.get(current().view)?.[1]().catch(() => { /* said when it is shown */ });
    let me;
    try {
      me = await api.me();
    } catch (problem) {
      // who is nobody is led to the sign-in page already
      this.barred = /** @type {any} */ (problem).isNobody ? undefined : problem;
      return;
    }
    remember(me);
    restoreView();
    if (!may('viewer') && location.hash.length < 2) history.replaceState(null, '', href('catalogue'));
    this.barred = undefined;
    this.outside = undefined;
    this.inside = true;
    this.watchEnd();
    this.routed();
    api.about().then((about) => this.know(about), () => { /* the page works without */ });
  }

  /** Asks again when the credential is to end: nobody's events stay on a screen because nobody clicks. */
  watchEnd() {
    clearTimeout(this.endTimer);
    const {until} = who();
    if (until) this.endTimer = setTimeout(() => this.begin(), Math.min(LONGEST_CHECK_MS, Math.max(SHORTEST_CHECK_MS, Date.parse(until) - Date.now())));
  }

  /** Takes everything off the page; the address stays, and with it the view. @param {'' | 'ended' | 'signed-out'} why */
  async leave(why) {
    if (this.outside) return;
    clearTimeout(this.endTimer);
    forget();
    this.inside = false;
    this.barred = undefined;
    this.element = undefined;
    this.view = '';
    this.tenants = [];
    this.outside = {why, asked: false};
    document.title = 'Sign in · Tallygate';
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('h1'))?.focus());
    await this.askTheWay();
  }

  async askTheWay() {
    const outside = /** @type {import('./ui/sign-in.js').Outside} */ (this.outside);
    try {
      this.outside = {...outside, problem: undefined, signIn: await api.signIn(), asked: true};
    } catch {
      this.outside = {...outside, problem: {title: 'The gateway does not answer', detail: 'Is it running, and is this machine connected to it?'}};
    }
  }

  async signOut() {
    try {
      await api.signOut();
    } catch (problem) {
      if (!(/** @type {any} */ (problem).isNobody)) {
        this.say(`Not signed out: ${/** @type {any} */ (problem).message}`);
        return;
      }
    }
    this.leave('signed-out');
  }

  /** @param {any} about */
  know(about) {
    this.about = about;
    // the demo's past is short: in a day it would be a few bars at the edge
    const {params} = current();
    if (about.demo && !params.has('range') && !params.has('from') && !params.has('to')) change({range: '1h'}, true);
  }

  async routed() {
    if (!this.inside) return;
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
    if (known[2] && !may(known[2])) {
      this.problem = {title: 'This is not for your roles', detail: lacks(known[2], known[0])};
      return;
    }
    let problem;
    try {
      await known[1]();
    } catch (e) {
      problem = {title: 'This part of the page could not be loaded', detail: String(e)};
    }
    // somebody has gone on meanwhile, perhaps to where another problem is told
    if (this.view !== view || !this.inside) return;
    this.problem = problem;
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
    if (this.tenants.length || ownTenants()) return;
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
    this.dialog('keys');
  }

  /** @param {string} name */
  dialog(name) {
    /** @type {HTMLDialogElement} */ (this.querySelector(`dialog.${name}`)).showModal();
  }

  render() {
    this.toggleAttribute('data-outside', !this.inside);
    document.documentElement.toggleAttribute('data-open', this.inside && isOpen());
    if (this.inside) return this.shell();
    return this.outside ? signInPage(this.outside, () => this.askTheWay())
      : this.barred ? barredPage(this.barred, () => this.begin(), () => this.signOut())
        : html`<div class="loading" role="progressbar" aria-label="Loading"></div>`;
  }

  shell() {
    return html`<nav class="home" aria-label="Home"><a class="skip" href=${here({})} @click=${this.skip}>Skip to the content</a>
      <a class="brand" href=${href(may('viewer') ? 'overview' : 'catalogue')}>${LOGO}Tallygate</a></nav>
      ${isOpen() ? openBanner(() => this.dialog('how-to-close')) : nothing}
      <header class="bar">${this.controls()}</header>
      <nav class="views" aria-label="Views">${this.menu()}</nav>
      <main tabindex="-1" id="content">${this.problem ? problemNote(this.problem) : this.element ?? nothing}</main>
      ${param('event') ? html`<tg-event-panel></tg-event-panel>` : nothing}
      ${this.helpDialog()}${isOpen() ? openDialog() : nothing}
      <div class="toast" role="status">${this.said}</div>`;
  }

  /** @param {Event} e */
  skip(e) {
    e.preventDefault();
    /** @type {HTMLElement} */ (this.querySelector('main')).focus();
  }

  controls() {
    const now = range();
    return html`${may('viewer') ? html`<form role="search" @submit=${this.search}>${icon('search')}
        <input type="search" name="q" id="search" aria-label="Search for an event, workflow or correlation id" placeholder="Event, workflow or correlation id" autocomplete="off" spellcheck="false" .value=${param('q') && this.view === 'search' ? param('q') : ''}><kbd aria-hidden="true">/</kbd></form>` : nothing}
      <span class="spring"></span>
      ${tenantSwitch(param('tenant'), this.tenants, () => this.loadTenants(), (tenant) => change({tenant}))}
      <select aria-label="Time range" @change=${(/** @type {Event} */ e) => change({range: /** @type {HTMLSelectElement} */ (e.target).value, from: null, to: null})}>
        ${now.preset ? nothing : html`<option value="" selected>${time(now.from)} – ${now.to ? time(now.to) : 'now'}</option>`}
        ${[...RANGES].map(([name, [label]]) => html`<option value=${name} ?selected=${name === now.preset}>Last ${label}</option>`)}
      </select>
      <button type="button" class="btn" aria-pressed=${settings.zone === 'utc'} title="Show times in ${settings.zone === 'utc' ? 'local time' : 'UTC'}" @click=${toggleZone}>${settings.zone === 'utc' ? 'UTC' : 'Local'}</button>
      <button type="button" class="btn icon-only" aria-label="Theme: ${settings.theme}" title="Theme: ${settings.theme}" @click=${nextTheme}>${icon(THEMES.get(settings.theme) ?? 'system')}</button>
      <button type="button" class="btn icon-only help" aria-label="Keyboard help" title="Keyboard help" @click=${this.help}>${icon('help')}</button>
      ${isOpen() ? nothing : whoMenu(() => this.signOut())}`;
  }

  menu() {
    /** @param {string} name */
    const entry = (name) => html`<a href=${href(name)} aria-current=${this.view === name || (name === 'workflows' && this.view === 'timeline') ? 'page' : nothing}>${icon(name)}${VIEWS.get(name)?.[0]}</a>`;
    const offered = (/** @type {string} */ name) => { const role = VIEWS.get(name)?.[2]; return !role || may(role); };
    return html`${IN_MENU.filter(offered).map(entry)}<span class="gap"></span>${AT_THE_END.filter(offered).map(entry)}
      ${this.about?.demo && may('viewer') ? html`<a href=${href('live')}>${icon('running')}Demo data</a>` : nothing}
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
