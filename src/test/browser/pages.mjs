// The pages beside the dashboard: they look as they are meant to, and their policies forbid nothing that they do.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {call} from './browser.mjs';

export const tests = {
  async 'the catalogue has its style, by a policy that allows that one'(v) {
    const answer = await v.page.goto(`${v.base}/catalogue`);
    assert.doesNotMatch(answer.headers()['content-security-policy'], /unsafe/);
    await v.sees('h1', 'Event catalogue');
    assert.equal(await v.page.evaluate(() => getComputedStyle(document.querySelector('h2')).borderTopWidth), '2px');
  },

  async 'Swagger UI shows what there is and asks for it'(v) {
    const answer = await v.page.goto(`${v.base}/q/swagger-ui/`);
    assert.doesNotMatch(answer.headers()['content-security-policy'], /script-src[^;]*unsafe/);
    await v.page.locator('.opblock-summary-path[data-path="/api/v1/schemas"]').first().click();
    await v.page.locator('.try-out__btn').first().click();
    await v.page.locator('.opblock.is-open button.execute').first().click();
    await v.sees('.live-responses-table .response-col_status', '200');
  },

  async 'data that a browser is shown as a page loads nothing and stands in no frame'(v) {
    const answer = await v.page.goto(`${v.base}/api/v1/schemas`);
    assert.equal(answer.headers()['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
    assert.equal(answer.headers()['cache-control'], 'no-store');
  },

  async 'a page of another origin can change nothing here'(v) {
    const other = createServer((request, answer) => answer.setHeader('Content-Type', 'text/html').end('<!doctype html><title>other</title>'));
    await new Promise((listening) => other.listen(0, '127.0.0.1', listening));
    try {
      await v.page.goto(`http://127.0.0.1:${other.address().port}/`);
      const triggered = async () => (await call(v.base, 'events?type=workflow.job.trigger&limit=200')).body.items.length;
      const before = await triggered();
      const outcome = await v.page.evaluate((url) => fetch(url, {method: 'POST', mode: 'no-cors', body: '{}'}).then(() => 'answered', () => 'kept from it'),
        `${v.base}/api/v1/jobs/outcome-sync/triggers`);
      assert.equal(outcome, 'kept from it');
      assert.equal(await triggered(), before);
      // a program may
      assert.equal((await call(v.base, 'jobs/outcome-sync/triggers', {})).status, 202);
      assert.equal(await triggered(), before + 1);
    } finally {
      other.close();
    }
    // that this page asked somebody else is what was tried
    v.faults.length = 0;
  },
};
