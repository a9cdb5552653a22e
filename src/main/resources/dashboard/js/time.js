/** Times, durations and numbers as people read them. */
import {current} from './router.js';
import {settings} from './settings.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The ranges that are offered, with their length in milliseconds. */
export const RANGES = new Map([
  ['15m', ['15 minutes', 15 * MINUTE]], ['1h', ['hour', HOUR]], ['6h', ['6 hours', 6 * HOUR]], ['24h', ['24 hours', DAY]],
  ['7d', ['7 days', 7 * DAY]], ['30d', ['30 days', 30 * DAY]], ['90d', ['90 days', 90 * DAY]],
]);

/**
 * The range of time that the URL asks for.
 * @returns {{from: string, to: string | undefined, preset: string}} to is absent where the range ends now
 */
export function range() {
  const {params} = current();
  const from = params.get('from');
  const to = params.get('to');
  if (from || to) {
    return {from: from ?? new Date(Date.parse(/** @type {string} */ (to)) - DAY).toISOString(), to: to ?? undefined, preset: ''};
  }
  const preset = RANGES.has(params.get('range') ?? '') ? /** @type {string} */ (params.get('range')) : '24h';
  return {from: new Date(Date.now() - RANGES.get(preset)[1]).toISOString(), to: undefined, preset};
}

/** @returns {string} what the range is called within a sentence */
export function rangeText() {
  const {from, to, preset} = range();
  return preset ? `the last ${RANGES.get(preset)[0]}` : `${time(from)} to ${to ? time(to) : 'now'}`;
}

/** @param {number} n @param {number} [width] */
const pad = (n, width = 2) => String(n).padStart(width, '0');

/**
 * @param {string | number | undefined} moment
 * @param {{millis?: boolean, date?: boolean}} [how]
 */
export function time(moment, {millis = false, date = true} = {}) {
  if (moment === undefined || moment === null) return '–';
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return String(moment);
  const utc = settings.zone === 'utc';
  const [y, mo, d, h, mi, s, ms] = utc
    ? [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()]
    : [at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds(), at.getMilliseconds()];
  const clock = `${pad(h)}:${pad(mi)}:${pad(s)}${millis ? `.${pad(ms, 3)}` : ''}`;
  return (date ? `${y}-${pad(mo + 1)}-${pad(d)} ` : '') + clock + (utc ? 'Z' : '');
}

/** @param {string | number | undefined} moment @returns {string} e.g. 5 min ago */
export function ago(moment) {
  if (!moment) return '–';
  const ms = Date.now() - new Date(moment).getTime();
  return ms < 0 ? `in ${duration(-ms)}` : ms < 1000 ? 'just now' : `${duration(ms)} ago`;
}

/** @param {number | null | undefined} ms */
export function duration(ms) {
  if (ms === undefined || ms === null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < HOUR) return parts(ms, MINUTE, 'min', 1000, 's');
  if (ms < 2 * DAY) return parts(ms, HOUR, 'h', MINUTE, 'min');
  return parts(ms, DAY, 'd', HOUR, 'h');
}

/** @param {number} ms @param {number} big @param {string} bigUnit @param {number} small @param {string} smallUnit */
function parts(ms, big, bigUnit, small, smallUnit) {
  const whole = Math.floor(ms / big);
  const rest = Math.floor((ms - whole * big) / small);
  return `${whole} ${bigUnit}${rest ? ` ${rest} ${smallUnit}` : ''}`;
}

const NUMBERS = new Intl.NumberFormat('en');

/** @param {number | null | undefined} n */
export function count(n) {
  return n === undefined || n === null ? '–' : NUMBERS.format(n);
}

/** So many of them. @param {number | null | undefined} n @param {string} thing its name in the singular */
export function counted(n, thing) {
  return `${count(n)} ${thing}${n === 1 ? '' : 's'}`;
}

/** @param {number | null | undefined} n a rate or another figure with a fraction */
export function figure(n) {
  if (n === undefined || n === null) return '–';
  return n >= 100 ? NUMBERS.format(Math.round(n)) : n >= 10 ? n.toFixed(1) : n === 0 ? '0' : n >= 0.1 ? n.toFixed(2) : n.toPrecision(1);
}

/** @param {number | null | undefined} share from 0 to 1 */
export function percent(share) {
  if (share === undefined || share === null) return '–';
  const p = share * 100;
  return `${p === 0 || p >= 10 ? Math.round(p) : p.toFixed(1)} %`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`;
}
