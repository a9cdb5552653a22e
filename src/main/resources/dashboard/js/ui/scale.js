/** Where on a timeline the steps of a run stand. */

/** Two silences as long as this share of the run, and ten times as long as is usual in it, are worth shading. */
const GAP_SHARE = 0.04;
const GAP_TIMES = 10;

/** @typedef {{event: any, begin: number, end: number, point: boolean}} Bar */

/** Bars in the order in which they began. @param {any[]} events @returns {Bar[]} */
export function bars(events) {
  return events.map((event) => {
    const end = Date.parse(event.timestamp);
    const long = Number(event.durationMs ?? 0);
    return {event, begin: end - long, end, point: !(long > 0)};
  }).sort((a, b) => a.begin - b.begin || a.event.sequence - b.event.sequence);
}

/**
 * The stretch of time that the run takes; one that has not ended goes on until now.
 * @param {Bar[]} all @param {any} run @param {number} now
 */
export function span(all, run, now) {
  let begin = Date.parse(run.startedAt ?? run.firstEventAt);
  let end = begin;
  // not Math.min(...all): a run may have more events than a call may have arguments
  for (const bar of all) {
    begin = Math.min(begin, bar.begin);
    end = Math.max(end, bar.end);
  }
  if (isOpen(run)) end = Math.max(end, now);
  return {begin, end: Math.max(end, begin + 1)};
}

/** @param {any} run */
export const isOpen = (run) => run.state === 'running' || run.state === 'stalled';

/**
 * Stretches in which nothing was told.
 * @param {Bar[]} all @param {{begin: number, end: number}} whole
 * @returns {{begin: number, end: number}[]}
 */
export function gaps(all, whole) {
  /** @type {{begin: number, end: number}[]} */
  const silences = [];
  let covered = whole.begin;
  for (const bar of all) {
    if (bar.begin > covered) silences.push({begin: covered, end: bar.begin});
    covered = Math.max(covered, bar.end);
  }
  if (whole.end > covered) silences.push({begin: covered, end: whole.end});
  const lengths = silences.map((s) => s.end - s.begin).sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const least = Math.max((whole.end - whole.begin) * GAP_SHARE, lengths.length > 4 ? usual * GAP_TIMES : 0);
  return silences.filter((s) => s.end - s.begin >= least && s.end - s.begin > 1000).slice(0, 50);
}

/** Steps only: what has neither step nor duration nor says how it went is left out. @param {Bar[]} all */
export const compact = (all) => all.filter((bar) => bar.event.step || !bar.point || bar.event.status);
