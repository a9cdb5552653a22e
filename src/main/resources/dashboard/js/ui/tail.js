/**
 * The newest rows of the stream. What comes while somebody reads further down waits; what is too old is let go, and both
 * are counted, so that the page never pretends to show everything.
 */

/** Rows that the page keeps; older ones are in Events. */
export const MOST_TAIL = 2_000;
/** Rows that may wait while the tail is paused. */
const MOST_WAITING = 5_000;

export class Tail {
  constructor() {
    /** The newest first. @type {any[]} */
    this.rows = [];
    /** The newest last. @type {any[]} */
    this.waiting = [];
    this.paused = false;
    /** How many rows came since the page was opened. */
    this.seen = 0;
    /** Rows that this page let go without having shown them. */
    this.dropped = 0;
    /** What the gateway says it left out, since this reader was too slow or away for too long. */
    this.missed = 0;
    /** @type {Set<string>} */
    this.keys = new Set();
  }

  /** @param {any} item */
  static keyOf(item) {
    return item.reason ? item.id : `e${item.sequence}`;
  }

  /** @param {any[]} items the newest first, as a list gives them */
  begin(items) {
    this.rows = items.slice(0, MOST_TAIL);
    this.keys = new Set(this.rows.map(Tail.keyOf));
  }

  /** @param {any} item */
  take(item) {
    const key = Tail.keyOf(item);
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.seen++;
    this.waiting.push(item);
    if (this.waiting.length > MOST_WAITING) {
      const let_go = this.waiting.splice(0, this.waiting.length - MOST_WAITING);
      let_go.forEach((old) => this.keys.delete(Tail.keyOf(old)));
      this.dropped += let_go.length;
    }
  }

  /** Shows what waits. @returns {boolean} whether there was anything */
  flush() {
    if (!this.waiting.length) return false;
    const fresh = this.waiting.reverse();
    this.waiting = [];
    if (fresh.length > MOST_TAIL) this.dropped += fresh.length - MOST_TAIL;
    const all = fresh.concat(this.rows);
    all.slice(MOST_TAIL).forEach((old) => this.keys.delete(Tail.keyOf(old)));
    this.rows = all.slice(0, MOST_TAIL);
    return true;
  }
}
