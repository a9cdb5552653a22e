/**
 * All state of the page lives in the URL, behind the "#": "#/workflows?state=failed&range=6h". So that a link shows
 * to others what one sees, and going back goes back.
 */

/** What goes along from view to view. */
const SHARED = ['tenant', 'range', 'from', 'to'];

/** @typedef {Record<string, string | number | string[] | null | undefined>} Params */

/** @returns {{view: string, params: URLSearchParams}} */
export function current() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return {view: path || 'overview', params: new URLSearchParams(query)};
}

/** @param {string} name @returns {string} the parameter, or the empty string */
export function param(name) {
  return current().params.get(name) ?? '';
}

/**
 * The address of a view; tenant and time range stay as they are unless they are named.
 * @param {string} view
 * @param {Params} [params]
 */
export function href(view, params = {}) {
  const now = current().params;
  const kept = Object.fromEntries(SHARED.filter((name) => now.has(name)).map((name) => [name, now.get(name)]));
  // a range is a preset or two ends, never both
  if ('from' in params || 'to' in params) delete kept.range;
  if ('range' in params) { delete kept.from; delete kept.to; }
  return address(view, {...kept, ...params});
}

/** The address of the current view with some parameters changed. @param {Params} changes */
export function here(changes) {
  const {view, params} = current();
  /** @type {Params} */
  const all = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    all[name] = values.length > 1 ? values : values[0];
  }
  if ('from' in changes || 'to' in changes) delete all.range;
  if ('range' in changes) { delete all.from; delete all.to; }
  return address(view, {...all, ...changes});
}

/** @param {string} view @param {Params} [params] */
export function go(view, params) {
  location.hash = href(view, params);
}

/**
 * Changes some parameters of the current view.
 * @param {Params} changes
 * @param {boolean} [replace] whether going back skips this change
 */
export function change(changes, replace = false) {
  const next = here(changes);
  if (next === location.hash) return;
  if (replace) {
    history.replaceState(null, '', next);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = next;
  }
}

/** @param {() => void} listener @returns {() => void} to be called when it is not wanted any more */
export function onRoute(listener) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** @param {string} view @param {Params} params */
function address(view, params) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') query.append(name, String(one));
    }
  }
  const text = query.toString();
  return `#/${view}${text ? `?${text}` : ''}`;
}
