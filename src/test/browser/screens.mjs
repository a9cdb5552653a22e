// Each screen's main path.
import assert from 'node:assert/strict';
import {awaited, call} from './browser.mjs';
import {TENANT, world} from './events.mjs';

let made;

/** The same small world for all of them, derived to its end. */
async function prepared(v) {
  made ??= await world(v.base);
  await awaited('the run that failed', () => call(v.base, `workflows?state=failed&tenant=${TENANT}`), ({body}) => body.items?.some((run) => run.workflowId === made.failing));
  return made;
}

export const tests = {
  async 'from the overview to the reason of a failure, by clicking only'(v) {
    const {failing} = await prepared(v);
    await v.open();
    await v.sees('.tile', 'Failure share');
    await v.locator('tg-chart[data-drawn]').waitFor();
    await v.click('.tile:has-text("Failure share")');
    assert.match(v.hash, /#\/workflows\?state=failed/);
    await v.click(`.vrow:has-text("${failing}") a[data-open]`);
    await v.sees('.failure', 'The scoring model did not answer within 30 s');
    await v.sees('.gantt-row', 'risk-analysis');
    await v.click('[data-failure]');
    await v.sees('.panel .json', 'failedStep');
    await v.page.keyboard.press('Escape');
    await v.locator('.panel').waitFor({state: 'detached'});
    await v.click('text=JSON');
    await v.sees('.json', '"state"');
    assert.match(v.hash, /mode=json/);
  },

  async 'workflows are filtered, and an empty list says by what'(v) {
    const {open} = await prepared(v);
    await v.open('#/workflows');
    await v.sees('.vrow', open);
    await v.click('.segments button:has-text("Running")');
    await v.locator(`.vrow:has-text("${open}")`).waitFor();
    await v.until(() => !document.querySelector('.vrow .badge.failed'));
    await v.open('#/workflows?state=failed&type=no-such-type');
    await v.sees('.empty', 'type = no-such-type');
    await v.click('.empty a:has-text("Remove them")');
    await v.locator('.vrow').first().waitFor();
    assert.equal(v.hash, '#/workflows');
  },

  async 'events are found by a field of their payload and by a word in it'(v) {
    const {failing} = await prepared(v);
    await v.open('#/events');
    await v.locator('[aria-label="Field and value"]').fill(`data.workflowId = ${failing}`);
    await v.page.keyboard.press('Enter');
    await v.sees('.chip', failing);
    await v.sees('.listfoot', '3 rows');
    await v.locator('[aria-label="Text in the payload"]').fill('did not answer');
    await v.page.keyboard.press('Enter');
    await v.sees('.listfoot', '1 rows');
    await v.click('.vrow [data-open]');
    await v.sees('.panel .json', 'did not answer');
  },

  async 'quarantine: groups, rows, and the payload beside the rule that it breaks'(v) {
    await prepared(v);
    await v.open('#/quarantine');
    await v.sees('#groups', 'By reason');
    await v.click('tr:has-text("workflow.opportunity.analysis.failed") .link');
    assert.match(v.hash, /reason=schema-violation/);
    await v.click('.vrow [data-open]');
    await v.sees('.json .bad', '"data"');
    await v.sees('[aria-label="Schema"] .bad', '"required"');
  },

  async 'latency draws a map, and percentiles'(v) {
    await prepared(v);
    await v.open('#/latency?range=1h');
    await v.locator('tg-chart[tall][data-drawn]').waitFor();
    await v.sees('#percentiles', 'Percentiles');
    await v.click('.segments button:has-text("Runs")');
    await v.sees('.head p', 'How long runs took');
    await v.locator('tg-chart[tall][data-drawn]').waitFor();
  },

  async 'projects say how they are, and what they depend on'(v) {
    await prepared(v);
    await v.open('#/projects');
    await v.click('.project:has-text("forecaster") .btn');
    assert.match(v.hash, /project=forecaster/);
    await v.sees('#hops', 'forecaster');
    await v.click('.project:has-text("lake-loader") a:has-text("events")');
    await v.sees('.vrow', 'workflow_start');
  },

  async 'the catalogue shows fields, examples, senders and the share that was refused'(v) {
    await prepared(v);
    await v.open('#/catalogue');
    await v.click('text=workflow.opportunity.analysis.failed');
    await v.sees('td', 'data.opportunityId');
    await v.sees('[aria-label="Example event"]', 'opportunityId');
    await v.sees('dl.facts', /rejected\s*\(/);
  },

  async 'the search box finds a workflow by its id'(v) {
    const {failing} = await prepared(v);
    await v.open('#/overview');
    await v.page.keyboard.press('/');
    await v.page.keyboard.type(failing);
    await v.page.keyboard.press('Enter');
    await v.sees('tg-timeline, tg-search', failing);
  },

  async 'a run of twenty thousand events stays usable'(v) {
    await prepared(v);
    const {longRun} = await import('./long-run.mjs');
    const workflow = await longRun(v.base, 20_000);
    await v.open(`#/timeline?workflow=${workflow}`);
    await v.sees('.gantt [role=status]', '20,000 of 20,000 events');
    assert.ok(await v.locator('.vrow').count() < 120, 'only the rows in sight exist');
    await v.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await v.locator('.vrow[data-index="19999"]').waitFor();
    await v.locator('[aria-label="Find in this run"]').fill('step-17');
    await v.sees('.gantt [role=status]', /^1,\d{3} of 20,000/);
  },
};
