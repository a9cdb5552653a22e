/** The gateway's live stream. */
import {api, url} from './api.js';

/** How long to wait when the gateway refused a stream; what just broke, the browser itself connects again. */
const RETRY_MS = 5_000;

/**
 * @typedef {{event?: (item: any) => void, quarantined?: (item: any) => void,
 *   missed?: (missed: {count?: number}) => void, state?: (open: boolean) => void}} Listeners
 */

/**
 * Listens until closed, and goes on where it was after a break.
 * @param {import('./router.js').Params} params
 * @param {Listeners} on
 * @returns {() => void} to close it
 */
export function listen(params, on) {
  /** @type {EventSource} */
  let source;
  let timer = 0;
  let last = params.lastEventId ?? '';
  let closed = false;

  /** @param {(item: any) => void} [handler] */
  const parsed = (handler) => (/** @type {MessageEvent} */ message) => {
    if (message.lastEventId) last = message.lastEventId;
    handler?.(JSON.parse(message.data));
  };
  const connect = () => {
    source = new EventSource(url('stream', {...params, lastEventId: last}));
    source.addEventListener('open', () => on.state?.(true));
    source.addEventListener('error', () => {
      on.state?.(false);
      if (source.readyState === EventSource.CLOSED) again();
    });
    source.addEventListener('event', parsed(on.event));
    source.addEventListener('quarantined', parsed(on.quarantined));
    source.addEventListener('missed', parsed(on.missed));
  };
  // a refused stream does not say why: asked in the usual way, the gateway does, and the page shows who has to sign in again
  const again = () => api.me().catch(() => {}).finally(() => { if (!closed) timer = window.setTimeout(connect, RETRY_MS); });
  connect();
  return () => { closed = true; clearTimeout(timer); source.close(); };
}
