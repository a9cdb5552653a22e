// Whatever an event holds is shown as text, and turns nothing of the page round.
import assert from 'node:assert/strict';
import {call} from './browser.mjs';
import {event, send} from './events.mjs';

const MARKUP = '<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=1</script><b>bold</b>${1+1}{{1+1}}';
const TURNED = 'abc\u202Edesrever\u2066\u200B\u0007end';

export const tests = {
  async 'markup, scripts and characters that turn text round are shown as text'(v) {
    const one = event('step', {step: `${MARKUP}${TURNED}`, result: {[MARKUP]: TURNED}});
    assert.equal((await send(v.base, one)).status, 202);
    const refused = {...event('failed'), source: MARKUP, type: `x.${TURNED}<i>`};
    assert.equal((await send(v.base, refused)).status, 422);
    for (const fragment of ['#/events', '#/live', `#/events?event=${one.id}`, `#/timeline?workflow=${one.data.workflowId}`, `#/timeline?workflow=${one.data.workflowId}&mode=json`, '#/quarantine',
      '#/overview', '#/workflows', '#/latency', `#/search?q=${encodeURIComponent(MARKUP)}`, `#/events?type=${encodeURIComponent(MARKUP)}`, `#/${encodeURIComponent(MARKUP)}`]) {
      await v.page.goto('about:blank');
      await v.page.goto(`${v.base}/${fragment}`);
      await v.until(() => document.querySelector('main')?.textContent.trim().length > 10 && !document.querySelector('.loading'));
      assert.equal(await v.page.evaluate(() => globalThis.owned), undefined, fragment);
      assert.equal(await v.locator('main img, main script, main b, .panel img, .panel script').count(), 0, fragment);
    }
    await v.open(`#/events?event=${one.id}`);
    await v.sees('.panel .json', '<img src=x onerror=');
    await v.sees('.panel .ctl', 'U+202E');
    // no such character is left to do what it does
    assert.doesNotMatch(await v.page.evaluate(() => document.body.textContent), /[\u202a-\u202e\u2066-\u2069]/);
    const held = (await call(v.base, 'quarantine?limit=1')).body.items[0];
    await v.open(`#/quarantine?id=${held.id}`);
    await v.sees('.json', '<img src=x onerror=');
    await v.sees('.json .ctl', 'U+202E');
  },

  async 'a very long string leaves the page usable'(v) {
    const one = event('failed', {error: 'x'.repeat(200_000)});
    assert.equal((await send(v.base, one)).status, 202);
    await v.open(`#/events?event=${one.id}`);
    await v.sees('.panel .json', 'failedStep');
    await v.open(`#/timeline?workflow=${one.data.workflowId}`);
    await v.sees('.gantt', '1 of 1 events');
    assert.ok(await v.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
  },

  async 'a mended event keeps what was not touched'(v) {
    const body = '{"id":"5a2f1e0d-7c6b-4a59-8f3e-2d1c0b9a8f7e","type":"workflow.step.completed","version":"1.0.0","timestamp":"2026-01-31T12:03:10Z","tenantId":"6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11","source":"workflow-orchestrator","data":{"workflowId":"not a uuid","step":"s","status":"succeeded","durationMs":1,"result":{"big":12345678901234567890,"one":1.0}}}';
    const answer = await call(v.base, 'events', body);
    assert.equal(answer.status, 422);
    const held = (await call(v.base, 'quarantine?limit=1')).body.items[0];
    await v.open(`#/quarantine?id=${held.id}`);
    assert.equal(await v.locator('#draft').inputValue(), body);
  },
};
