/** What every view is: an element that loads what the URL asks for, and shows why where it cannot. */
import {LitElement, html, nothing} from 'lit';
import {current, onRoute} from '../router.js';
import {onSettings} from '../settings.js';
import {problemNote} from './bits.js';

export class View extends LitElement {
  static properties = {data: {state: true}, problem: {state: true}, loading: {state: true}};

  /** How often a view of a range that ends now looks again, in milliseconds; 0: never. */
  refreshEvery = 0;

  /** Parameters that change what is shown but not what is loaded. @type {string[]} */
  shownOnly = ['event', 'in'];

  constructor() {
    super();
    /** @type {any} */
    this.data = undefined;
    /** @type {any} */
    this.problem = undefined;
    this.loading = false;
    this.loadedFor = '';
  }

  /** In the page itself: one style sheet, one keyboard, one tree for screen readers. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.view = current().view;
    this.offRoute = onRoute(() => this.routeChanged());
    this.offSettings = onSettings(() => this.requestUpdate());
    this.reload();
    if (this.refreshEvery) {
      this.timer = setInterval(() => {
        if (!document.hidden && !current().params.has('to') && !this.loading) this.reload();
      }, this.refreshEvery);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offRoute?.();
    this.offSettings?.();
    this.aborter?.abort();
    clearInterval(this.timer);
  }

  /** What the data depends on. */
  key() {
    const {view, params} = current();
    const rest = [...params].filter(([name]) => !this.shownOnly.includes(name));
    return `${view}?${new URLSearchParams(rest)}`;
  }

  routeChanged() {
    if (current().view !== this.view) return;
    if (this.key() !== this.loadedFor) this.reload();
    this.requestUpdate();
  }

  /** Asks the API; the result is `data`. @param {AbortSignal} _signal @returns {Promise<any>} */
  async load(_signal) {
    return {};
  }

  async reload() {
    this.aborter?.abort();
    const aborter = new AbortController();
    this.aborter = aborter;
    this.loadedFor = this.key();
    this.loading = true;
    try {
      const data = await this.load(aborter.signal);
      if (aborter.signal.aborted) return;
      this.data = data;
      this.problem = undefined;
    } catch (e) {
      if (aborter.signal.aborted) return;
      if (!(e instanceof Error && e.name === 'ApiProblem')) console.warn(e);
      this.problem = e;
    }
    this.loading = false;
  }

  /** With data. @returns {unknown} */
  show() {
    return nothing;
  }

  /** The part above, which is there without data too. @returns {unknown} */
  top() {
    return nothing;
  }

  render() {
    return html`${this.loading && !this.data ? html`<div class="loading" role="progressbar" aria-label="Loading"></div>` : nothing}
      ${this.top()}
      ${this.problem ? problemNote(this.problem, () => this.reload()) : nothing}
      ${this.data && !(this.problem && !this.timer) ? this.show() : nothing}`;
  }
}
