/** How much came in lately, as bars; cheap enough to be drawn with every breath of the tail. */
import {html, svg} from 'lit';
import {count, time} from '../time.js';

const BARS = 90;
const WIDTH_MS = 2_000;

export class Volume {
  constructor() {
    /** Begin of the bucket to what came within it. @type {Map<number, {ok: number, failed: number, held: number}>} */
    this.buckets = new Map();
  }

  /** @param {any} item @param {boolean} failed */
  add(item, failed) {
    const at = Math.floor(Date.parse(item.receivedAt) / WIDTH_MS) * WIDTH_MS;
    if (Number.isNaN(at)) return;
    const bucket = this.buckets.get(at) ?? {ok: 0, failed: 0, held: 0};
    if (item.reason) bucket.held++;
    else if (failed) bucket.failed++;
    else bucket.ok++;
    this.buckets.set(at, bucket);
    if (this.buckets.size > 2 * BARS) {
      [...this.buckets.keys()].sort((a, b) => a - b).slice(0, BARS).forEach((old) => this.buckets.delete(old));
    }
  }

  /** The bar that grows now. */
  now() {
    return Math.floor(Date.now() / WIDTH_MS) * WIDTH_MS;
  }

  view() {
    const end = this.now();
    const begin = end - (BARS - 1) * WIDTH_MS;
    let most = 4;
    let sum = 0;
    for (const [at, {ok, failed, held}] of this.buckets) {
      if (at < begin) continue;
      most = Math.max(most, ok + failed + held);
      sum += ok + failed + held;
    }
    const label = `${count(sum)} came in during the last ${(BARS * WIDTH_MS) / 60_000} minutes`;
    return html`<figure><svg class="volume" viewBox="0 0 ${BARS * 10} 60" preserveAspectRatio="none" role="img" aria-label=${label}>
      ${Array.from({length: BARS}, (_, i) => this.bar(begin + i * WIDTH_MS, i * 10, most))}</svg>
      <figcaption class="muted">${label}, from ${time(begin, {date: false})}; each bar is ${WIDTH_MS / 1000} s, up to ${count(most)}</figcaption></figure>`;
  }

  /** @param {number} at @param {number} x @param {number} most */
  bar(at, x, most) {
    const bucket = this.buckets.get(at);
    if (!bucket) return svg`<rect x=${x} y="59" width="8" height="1" opacity=".25"></rect>`;
    let y = 60;
    return [['', bucket.ok], ['f', bucket.failed], ['q', bucket.held]].map(([kind, n]) => {
      const height = (Number(n) / most) * 60;
      y -= height;
      return n ? svg`<rect class=${kind} x=${x} y=${y} width="8" height=${height}></rect>` : '';
    });
  }
}
