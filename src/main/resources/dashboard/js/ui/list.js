/** A list of any length: only the rows that are in sight exist. */
import {LitElement, html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';

const OVERSCAN = 12;
const NARROW = matchMedia('(max-width: 860px)');

export class VirtualList extends LitElement {
  static properties = {
    items: {attribute: false}, row: {attribute: false}, keyOf: {attribute: false}, more: {attribute: false},
    label: {}, columns: {}, height: {type: Number}, narrow: {type: Number}, first: {state: true}, last: {state: true},
  };

  constructor() {
    super();
    /** @type {any[]} */
    this.items = [];
    /** @type {(item: any, index: number) => unknown} */
    this.row = () => nothing;
    /** @type {(item: any) => unknown} */
    this.keyOf = (item) => item;
    /** Asks for more rows when the end comes near. @type {(() => void) | undefined} */
    this.more = undefined;
    this.label = '';
    this.columns = '';
    this.height = 40;
    this.narrow = 56;
    this.first = 0;
    this.last = 40;
    this.look = this.look.bind(this);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('scroll', this.look, {passive: true});
    addEventListener('resize', this.look, {passive: true});
    this.style.display = 'block';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('scroll', this.look);
    removeEventListener('resize', this.look);
  }

  get rowHeight() {
    return NARROW.matches ? this.narrow : this.height;
  }

  updated() {
    this.look();
  }

  /** Finds out which rows are in sight. */
  look() {
    const top = -this.getBoundingClientRect().top;
    const height = this.rowHeight;
    const first = Math.max(0, Math.floor(top / height) - OVERSCAN);
    this.first = Math.min(first, Math.max(0, this.items.length - 1));
    this.last = Math.min(this.items.length, Math.ceil((top + innerHeight) / height) + OVERSCAN);
    if (this.more && this.last >= this.items.length - OVERSCAN && this.items.length) this.more();
  }

  /** Moves the focus to another row. @param {number} by */
  async move(by) {
    const at = Number(/** @type {HTMLElement | null} */ (document.activeElement?.closest?.('.vrow'))?.dataset.index ?? -1);
    const index = Math.max(0, Math.min(this.items.length - 1, at < 0 && by < 0 ? 0 : at + by));
    const height = this.rowHeight;
    const top = this.getBoundingClientRect().top + index * height;
    const bar = 120;
    if (top < bar) scrollBy(0, top - bar);
    else if (top + height > innerHeight) scrollBy(0, top + height - innerHeight + 8);
    this.look();
    await this.updateComplete;
    const row = this.querySelector(`.vrow[data-index="${index}"]`);
    const target = /** @type {HTMLElement | null} */ (row?.querySelector('[data-open]') ?? row?.querySelector('a, button'));
    target?.focus({preventScroll: true});
  }

  render() {
    if (!this.items.length) return nothing;
    const height = this.rowHeight;
    const indices = [];
    for (let i = this.first; i < Math.min(this.last, this.items.length); i++) indices.push(i);
    return html`<div role="list" class="vlist" aria-label=${this.label} .style=${`height:${this.items.length * height}px`}>
      ${repeat(indices, (i) => this.keyOf(this.items[i]), (i) => html`<div role="listitem" class="vrow ${this.columns}" data-index=${i}
        aria-posinset=${i + 1} aria-setsize=${this.items.length} .style=${`top:${i * height}px;height:${height}px`}>${this.row(this.items[i], i)}</div>`)}
    </div>`;
  }
}
customElements.define('tg-list', VirtualList);
