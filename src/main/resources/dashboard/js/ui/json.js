/** JSON for reading: a line for each value, each with its place, so that a fault can be shown where it is. */
import {html} from 'lit';
import {isMasked, maskNote} from './mask.js';
import {plain} from './text.js';

/** So many lines are shown; the whole is one click away as the original. */
const MOST_LINES = 5_000;

/** @typedef {{depth: number, key: string | undefined, value: string, kind: string, pointer: string}} Line */

/** @param {unknown} value @returns {Line[]} */
export function lines(value) {
  /** @type {Line[]} */
  const out = [];
  walk(value, undefined, '', 0, '', out);
  return out;
}

/** @param {unknown} value @param {string | undefined} key @param {string} pointer @param {number} depth @param {string} comma @param {Line[]} out */
function walk(value, key, pointer, depth, comma, out) {
  if (out.length >= MOST_LINES) return;
  if (value === null || typeof value !== 'object') {
    out.push({depth, key, value: JSON.stringify(value) + comma, kind: typeof value === 'string' ? 's' : 'n', pointer});
    return;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Object.entries(value);
  if (!entries.length) {
    out.push({depth, key, value: open + close + comma, kind: '', pointer});
    return;
  }
  out.push({depth, key, value: open, kind: '', pointer});
  entries.forEach(([name, inner], i) =>
    walk(inner, Array.isArray(value) ? undefined : name, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      depth + 1, i < entries.length - 1 ? ',' : '', out));
  out.push({depth, key: undefined, value: close + comma, kind: '', pointer: `${pointer}/`});
}

/**
 * @param {unknown} value
 * @param {{label: string, bad?: string[]}} how `bad`: JSON pointers of what is wrong; an inner one marks all within
 */
export function jsonView(value, {label, bad = []}) {
  const all = lines(value);
  /** @param {string} pointer */
  const isBad = (pointer) => bad.some((one) => pointer === one || (one !== '' && pointer.startsWith(`${one}/`)));
  return html`<div class="json" tabindex="0" role="region" aria-label=${label}>${all.map((line) =>
    html`<span class="l ${isBad(line.pointer) ? 'bad' : ''}">${'  '.repeat(line.depth)}${line.key === undefined ? '' : html`<span class="k">${plain(JSON.stringify(line.key))}</span>: `}<span class=${line.kind}>${plain(line.value)}</span></span>`)}
    ${all.length >= MOST_LINES ? html`<span class="l muted">… and more; see the original</span>` : ''}</div>
    ${maskNote(all.some((line) => isMasked(line.value)))}`;
}

/** @param {string} text @returns {unknown} undefined where it is no JSON */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value of a JSON text, if writing it again says exactly the same: not where it has numbers that a browser cannot
 * hold, or a name twice. Who mends an event must not change what they did not touch.
 * @param {string} text @returns {unknown} undefined where it cannot be had
 */
export function faithful(text) {
  const value = parsed(text);
  if (value === undefined) return undefined;
  return JSON.stringify(value) === text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1') ? value : undefined;
}
