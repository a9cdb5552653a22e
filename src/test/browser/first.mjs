// The first five minutes, on a gateway that has no event: send one, break it, mend it. By clicking only.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {call} from './browser.mjs';

export const tests = {
  async 'the first event lands, the broken one is refused, fixed on the page and arrives'(v) {
    await v.open();
    await v.sees('h2', 'Send your first event');
    await v.sees('.waiting', 'Waiting');

    // what the page says to do is what a stranger does
    const command = await v.locator('.code-block pre').first().textContent();
    assert.match(execFileSync('sh', ['-c', command], {encoding: 'utf8'}), /HTTP\/1.1 202/);
    await v.sees('.landed', 'It landed');

    await v.click('.break');
    await v.sees('.refusal', '422');
    assert.equal(await v.text('.refusal .pointer'), '/data');
    assert.equal(await v.text('.refusal .keyword'), 'required');
    assert.match(await v.locator('.refusal .keyword').getAttribute('href'), /catalogue\?type=workflow\.opportunity\.analysis\.\w+/);
    await v.sees('.held-row', 'quarantined');

    await v.click('.fix');
    await v.sees('.json .bad', 'data');
    assert.equal(await v.text('[data-attempts]'), '0');
    // as it was: refused again, and counted
    await v.click('.as-it-was');
    await v.sees('.operation', /schema|opportunityId/);
    await v.until(() => document.querySelector('[data-attempts]').textContent === '1');
    const draft = JSON.parse(await v.locator('#draft').inputValue());
    draft.data.opportunityId = 'bb1d2c3e-52d1-4f3e-8a7e-1d3f6b9c0d02';
    await v.locator('#draft').fill(JSON.stringify(draft, null, 2));
    await v.click('.resubmit');
    await v.sees('.accepted', 'Accepted');
    await v.sees('.mended', 'It is mended');
    await v.until(() => document.querySelector('[data-attempts]').textContent === '2');

    await v.click('.accepted a');
    await v.sees('.panel', draft.id);
    const stored = await call(v.base, `events/${draft.id}`);
    assert.equal(stored.body.door, 'resubmission');
    assert.equal(stored.body.event.data.opportunityId, draft.data.opportunityId);
  },

  async 'the commands for Java and for RabbitMQ clients are filled in'(v) {
    await v.open('#/start');
    await v.click('text=Java');
    assert.match(await v.text('.code-block pre'), new RegExp(`URI.create\\("${v.base}/api/v1/events"\\)`));
    await v.click('text=Any RabbitMQ client');
    assert.match(await v.text('.code-block pre'), /"coder_events", "workflow\./);
  },
};
