/** Text that others wrote. Lit inserts it as text; here it also cannot turn the page's direction round or hide. */
import {html} from 'lit';
import {MASK, isMasked, mask} from './mask.js';

/** Control characters, invisible ones, and those that change the direction of what follows. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const HIDDEN_OR_MASK = new RegExp(`${HIDDEN.source}|${MASK}`, 'g');
const NAMES = new Map([
  [0x202e, 'right-to-left override'], [0x202d, 'left-to-right override'], [0x202b, 'right-to-left embedding'],
  [0x202a, 'left-to-right embedding'], [0x202c, 'end of direction'], [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'], [0x2068, 'first strong isolate'], [0x2069, 'end of isolate'], [0x200b, 'zero width space'],
  [0x200e, 'left-to-right mark'], [0x200f, 'right-to-left mark'], [0xfeff, 'byte order mark'], [0, 'NUL'],
]);

/** A text with what is hidden in it made visible, and what is masked told as such. @param {unknown} value */
export function plain(value) {
  const text = String(value ?? '');
  const special = isMasked(text) ? HIDDEN_OR_MASK : HIDDEN;
  if (text.search(special) < 0) return text;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(special)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(match[0] === MASK ? mask() : control(/** @type {number} */ (match[0].codePointAt(0))));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}

/** The same for the value of an attribute. @param {unknown} value */
export function plainText(value) {
  return String(value ?? '').replace(HIDDEN, (hidden) => `[${code(/** @type {number} */ (hidden.codePointAt(0)))}]`);
}

/** @param {number} point */
const code = (point) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;

/** @param {number} point */
const control = (point) => html`<span class="ctl" title=${NAMES.get(point) ?? 'control character'}>${code(point)}</span>`;

/**
 * Such a text as an element of its own, cut where it is long.
 * @param {unknown} value @param {number} [most] characters
 */
export function text(value, most = 300) {
  const whole = String(value ?? '');
  const shown = whole.length > most ? `${whole.slice(0, most)}…` : whole;
  return html`<span class="text" title=${plainText(whole.slice(0, 1000))}>${plain(shown)}</span>`;
}
