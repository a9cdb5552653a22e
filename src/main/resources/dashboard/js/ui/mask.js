/** Values that the gateway does not show to those who are no auditors. */
import {html, nothing} from 'lit';
import {may} from '../me.js';
import {icon} from './icons.js';

/** What stands in place of a value that its schema marks as sensitive. */
export const MASK = '•••';
const WHY = 'Masked: the schema marks this value as sensitive, and only auditors see it';

/** Whether a text holds masked values; for an auditor the same dots are but dots. @param {unknown} text */
export const isMasked = (text) => !may('auditor') && String(text ?? '').includes(MASK);

export const mask = () => html`<span class="masked" title=${WHY}>${MASK}<span class="sr"> (masked)</span></span>`;

/** Says what the dots are, where there are any. @param {boolean} shown */
export const maskNote = (shown) => shown
  ? html`<p class="muted mask-note">${icon('lock')} ${MASK} is a value that its schema marks as sensitive: only auditors see it.</p>` : nothing;
