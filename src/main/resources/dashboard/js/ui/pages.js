/** Pages of a list, one after the other, up to a bound. */

/** So many rows are kept; who wants more goes on from there, or narrows the range. */
export const MOST_ROWS = 20_000;

export class Pages {
  /**
   * @param {(cursor: string | undefined) => Promise<{items: any[], nextCursor?: string}>} fetchPage
   * @param {() => void} changed
   */
  constructor(fetchPage, changed) {
    this.fetchPage = fetchPage;
    this.changed = changed;
    /** @type {any[]} */
    this.items = [];
    /** @type {string | undefined} */
    this.cursor = undefined;
    this.done = false;
    this.busy = false;
    /** @type {any} */
    this.problem = undefined;
  }

  get full() {
    return this.items.length >= MOST_ROWS;
  }

  /** The first page, whose problem is the caller's. */
  async start() {
    this.take(await this.fetchPage(undefined));
    return this;
  }

  /** The next page, unless it is under way. */
  async next() {
    if (this.busy || this.done || this.full || this.problem) return;
    this.busy = true;
    try {
      this.take(await this.fetchPage(this.cursor));
    } catch (e) {
      if (/** @type {Error} */ (e).name !== 'AbortError') this.problem = e;
    }
    this.busy = false;
    this.changed();
  }

  retry() {
    this.problem = undefined;
    return this.next();
  }

  /** @param {{items: any[], nextCursor?: string}} page */
  take(page) {
    this.items = this.items.concat(page.items);
    this.cursor = page.nextCursor;
    this.done = !page.nextCursor;
  }
}
