/** The last runs, the newest at the right: each a bar whose height and colour say how it ended, each a link. */
import {html, nothing} from 'lit';
import {duration, time} from '../time.js';
import {timelineHref} from './bits.js';

/** @param {any[]} runs the newest first */
export function strip(runs) {
  if (!runs.length) return nothing;
  return html`<span class="strip" role="group" aria-label="Last ${runs.length} runs: ${counts(runs)}">${runs.slice(0, 20).reverse().map((run) =>
    html`<a class=${run.state} href=${timelineHref(run)} tabindex="-1" aria-label="${run.state}, ${time(run.startedAt)}" title="${run.state}, ${time(run.startedAt)}${run.durationMs === undefined ? '' : `, ${duration(run.durationMs)}`}"></a>`)}</span>`;
}

/** @param {any[]} runs */
function counts(runs) {
  /** @type {Map<string, number>} */
  const by = new Map();
  runs.forEach((run) => by.set(run.state, (by.get(run.state) ?? 0) + 1));
  return [...by].map(([state, n]) => `${n} ${state}`).join(', ');
}
