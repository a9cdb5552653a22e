// The tail: what comes in shows, what is missed is said, and who scrolls reads in peace.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {broken, event, send, sendMany} from './events.mjs';

const number = async (v, name) => Number(await v.locator(`[data-${name}]`).getAttribute(`data-${name}`));
const PER_SECOND = 500;

export const tests = {
  async 'events and refusals appear by themselves; a click on a value filters'(v) {
    await v.open('#/live');
    await v.locator('.pulse:not(.off)').waitFor();
    const workflowId = randomUUID();
    await send(v.base, event('step', {workflowId, step: 'seen-live'}));
    await v.sees('.vrow', 'seen-live');
    await send(v.base, broken());
    await v.sees('.vrow', 'quarantined');
    await v.click('.vrow:has-text("seen-live") .main .link');
    assert.match(v.hash, /type=workflow\.step\.completed/);
    await v.sees('.chip', 'type: workflow.step.completed');
    await send(v.base, event('started', {workflowId}), event('step', {workflowId, step: 'after-the-filter'}));
    await v.sees('.vrow', 'after-the-filter');
    assert.equal(await v.locator('.vrow:has-text("analysis.started")').count(), 0);
  },

  async 'under 500 events a second nothing is lost without being counted'(v) {
    await v.open('#/live');
    await v.locator('.pulse:not(.off)').waitFor();
    const before = Number((await v.text('[data-counters] span')).replace(/\D/g, ''));
    const sent = 5 * PER_SECOND;
    const last = event('step', {step: 'the-last-of-many'});
    const begin = Date.now();
    for (let i = 0; i < 20; i++) {
      await sendMany(v.base, Array.from({length: sent / 20}, () => event('step')));
      // no faster than that rate; slower, where the machine is
      await new Promise((done) => setTimeout(done, Math.max(0, begin + (i + 1) * 250 - Date.now())));
    }
    await send(v.base, last);
    await v.sees('.vrow', 'the-last-of-many');
    const seen = Number((await v.text('[data-counters] span')).replace(/\D/g, '')) - before;
    const missed = await number(v, 'missed');
    assert.ok(seen + missed >= sent + 1, `${seen} seen and ${missed} missed of ${sent + 1}`);
    assert.ok(await v.locator('.vrow').count() < 120, 'only the rows in sight exist');
  },

  async 'the tail pauses when scrolled, says how many wait, and catches up'(v) {
    await sendMany(v.base, Array.from({length: 200}, () => event('step')));
    await v.open('#/live');
    await v.locator('.vrow').first().waitFor();
    await v.page.evaluate(() => scrollTo(0, 2_000));
    await v.locator('.vrow[data-index="30"]').waitFor();
    const before = await v.text('.vrow[data-index="30"]');
    await sendMany(v.base, Array.from({length: 37}, () => event('step', {step: 'while-scrolled'})));
    await v.sees('.newer .btn', '37 new');
    assert.equal(await v.text('.vrow[data-index="30"]'), before, 'nothing moves under the reader');
    await v.click('.newer .btn');
    await v.sees('.vrow', 'while-scrolled');
    await v.page.keyboard.press('p');
    await v.sees('.pause', 'Resume');
    await send(v.base, event('step', {step: 'while-paused'}));
    await v.sees('.newer .btn', '1 new');
    await v.page.keyboard.press('p');
    await v.sees('.vrow', 'while-paused');
  },
};
