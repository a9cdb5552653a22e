import {randomUUID} from 'node:crypto';
import {event, sendMany} from './events.mjs';

const BATCH = 2_000;

/** One workflow of very many steps. */
export async function longRun(base, events) {
  const workflowId = randomUUID();
  const begin = Date.now() - events * 20;
  for (let first = 0; first < events; first += BATCH) {
    await sendMany(base, Array.from({length: BATCH}, (_, i) => event('step', {workflowId, step: `step-${(first + i) % 20}`, durationMs: 10},
      {timestamp: new Date(begin + (first + i) * 20).toISOString()})));
  }
  return workflowId;
}
