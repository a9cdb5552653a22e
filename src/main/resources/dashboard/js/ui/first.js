/** Whether this gateway is new: then the page teaches instead of showing noughts. */
import {api} from '../api.js';

/** @param {AbortSignal} [signal] */
export async function noEventsYet(signal) {
  const [events, held] = await Promise.all([api.events({limit: 1}, signal), api.quarantine({limit: 1}, signal)]);
  return !events.items.length && !held.items.length;
}
