/** The keyboard: / j k Enter Esc p t ?, off while one types. */
import {change, param} from './router.js';
import {nextTheme, settings} from './settings.js';
import {say} from './ui/bits.js';

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/**
 * @param {KeyboardEvent} e
 * @param {import('lit').LitElement & {help: () => void}} app
 */
export function handleKeys(e, app) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.key === 'Escape') return escape(e);
  if (isTyping(e.target) || document.querySelector('dialog[open]')) return;
  const action = ACTIONS.get(e.key);
  if (action) {
    e.preventDefault();
    action(app);
  }
}

/** @type {Map<string, (app: import('lit').LitElement & {help: () => void}) => void>} */
const ACTIONS = new Map([
  ['/', (app) => /** @type {HTMLInputElement | null} */ (app.querySelector('#search'))?.select()],
  ['j', () => moveRow(1)],
  ['k', () => moveRow(-1)],
  ['p', () => dispatchEvent(new CustomEvent('tg-pause'))],
  ['t', () => { nextTheme(); say(`Theme: ${settings.theme}`); }],
  ['?', (app) => app.help()],
]);

/** Enter needs no code: the row that has the focus is a link. @param {KeyboardEvent} e */
function escape(e) {
  if (document.querySelector('dialog[open], :popover-open')) return;
  if (isTyping(e.target)) {
    /** @type {HTMLElement} */ (e.target).blur();
  } else if (param('event')) {
    change({event: null, in: null});
  } else if (param('id')) {
    change({id: null});
  }
}

/** @param {number} by */
function moveRow(by) {
  const list = /** @type {any} */ (document.querySelector('main tg-list'));
  if (list?.items.length) {
    list.move(by);
    return;
  }
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main [data-open]')]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}
