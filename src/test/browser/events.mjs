// Events for the browser to look at, by the hand of a sender: nothing here knows the gateway's code.
import {randomUUID} from 'node:crypto';
import {call} from './browser.mjs';

export const TENANT = '6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11';
export const OTHER_TENANT = '7a2d8c41-5b3e-4f62-8d1b-1a5e5d2e3b22';
const TYPES = {started: 'workflow.opportunity.analysis.started', step: 'workflow.step.completed',
  completed: 'workflow.opportunity.analysis.completed', failed: 'workflow.opportunity.analysis.failed'};

/** @param {string} kind one of `started`, `step`, `completed`, `failed` */
export function event(kind, data = {}, rest = {}) {
  const {workflowId = randomUUID(), ...more} = data;
  const own = {
    started: {opportunityId: randomUUID()},
    step: {step: 'scoring', status: 'succeeded', durationMs: 1500, result: {score: 7}},
    completed: {opportunityId: randomUUID(), results: {risk: {level: 'low', score: 3}, scoring: {score: 70}}},
    failed: {opportunityId: randomUUID(), error: 'The scoring model did not answer within 30 s', failedStep: 'scoring'},
  }[kind];
  return {id: randomUUID(), type: TYPES[kind], version: '1.0.0', timestamp: new Date().toISOString(), tenantId: TENANT,
    source: 'workflow-orchestrator', data: {workflowId, ...own, ...more}, ...rest};
}

export async function send(base, ...events) {
  const answer = await call(base, 'events', events.length === 1 ? events[0] : events);
  return answer;
}

/** Many at once, a line each. */
export async function sendMany(base, events) {
  const answer = await call(base, 'events', events.map((one) => JSON.stringify(one)).join('\n'), 'application/x-ndjson');
  if (answer.status >= 300 || answer.body.rejected) throw new Error(`${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
}

/** An event that its schema does not accept. */
export function broken() {
  const one = event('failed');
  delete one.data.opportunityId;
  return one;
}

/** A small world: runs that ended well, one that failed, one that goes on, two projects of which one reads what the other makes. */
export async function world(base) {
  const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
  const failing = randomUUID();
  const open = randomUUID();
  const events = [];
  for (let i = 0; i < 6; i++) {
    const workflowId = randomUUID();
    events.push(event('started', {workflowId}, {timestamp: ago(900 - i * 60)}), event('step', {workflowId, step: 'risk-analysis', durationMs: 4000 + i * 900}, {timestamp: ago(890 - i * 60)}),
      event('step', {workflowId, durationMs: 9000 - i * 700}, {timestamp: ago(875 - i * 60)}), event('completed', {workflowId}, {timestamp: ago(870 - i * 60)}));
  }
  events.push(event('started', {workflowId: failing}, {timestamp: ago(500)}), event('step', {workflowId: failing, step: 'risk-analysis', durationMs: 11_000}, {timestamp: ago(480)}),
    event('failed', {workflowId: failing}, {timestamp: ago(300)}), event('started', {workflowId: open}, {timestamp: ago(200)}), event('started', {}, {timestamp: ago(100), tenantId: OTHER_TENANT}));
  events.push(...pipeline('lake-loader', 'load-1', ago, 700, {path: 's3://lake/opportunities/'}), ...pipeline('forecaster', 'forecast-1', ago, 400, undefined, 'failed'));
  await sendMany(base, events);
  const held = await send(base, broken());
  return {failing, open, held: held.body.quarantineId ?? held.body.extensions?.quarantineId};
}

/** A run of the dialect `workflow-log`. */
function pipeline(project, id, ago, begin, artifact, status = 'success') {
  const workflow = `workflow-${id}-${Date.now()}`;
  const step = {name: 'loader', phase: 'load', target: project};
  return [
    {event_type: 'workflow_start', workflow_id: workflow, timestamp: ago(begin), project, environment: 'test', context: {work_item_id: 7, branch: 'main', action: 'load', targets: ['all']}},
    {event_type: 'step_start', workflow_id: workflow, timestamp: ago(begin - 5), step},
    {event_type: 'step_complete', workflow_id: workflow, timestamp: ago(begin - 50), step: {...step, status, duration_ms: 45_000}, artifacts: artifact ? [{type: 'dataset', dataset: 'opportunities', table: 'all', version: '1', row_count: 10, ...artifact}] : []},
    {event_type: 'workflow_complete', workflow_id: workflow, timestamp: ago(begin - 60), status, duration_ms: 60_000, summary: {steps_executed: 1, steps_succeeded: 1, steps_failed: 0, artifacts_created: 1}, downstream_impacts: []},
  ];
}
