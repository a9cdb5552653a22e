/** The gateway's live stream. */
import {url} from './api.js';

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
      if (source.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, RETRY_MS);
    });
    source.addEventListener('event', parsed(on.event));
    source.addEventListener('quarantined', parsed(on.quarantined));
    source.addEventListener('missed', parsed(on.missed));
  };
  connect();
  return () => { clearTimeout(timer); source.close(); };
}
