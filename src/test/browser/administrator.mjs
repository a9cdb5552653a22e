// API keys on the page, by an administrator of all tenants.
import assert from 'node:assert/strict';
import {faultsSeen} from './axe.mjs';
import {TENANT} from './events.mjs';
import {comeAndSignIn} from './persons.mjs';

/** The status of a question that shows a key. */
const statusWith = async (v, key) => (await fetch(`${v.base}/api/v1/events`, {headers: {Authorization: `Bearer ${key}`}})).status;

const PUBLISHED = '.code-block pre';

export const tests = {
  async 'a key is made and shown once, replaced, and revoked after a question'(v) {
    await comeAndSignIn(v, '#/keys');
    await v.click('.make');
    await v.locator('[name="name"]').fill('a reader');
    await v.click('dialog[open] [value="viewer"]');
    await v.click('dialog[open] .primary');
    // without a tenant it is refused, and what was typed stays
    await v.sees('dialog[open] .note', 'tenants');
    await v.locator('dialog[open] textarea').fill(TENANT);
    assert.deepEqual(await faultsSeen(v, 'making a key'), []);
    await v.page.setViewportSize({width: 1440, height: 900});
    await v.click('dialog[open] .primary');
    await v.sees('.made', 'shown this once');
    const key = await v.text(PUBLISHED);
    assert.match(key, /^tg_/);
    await v.click('.made button:has-text("Copy")');
    await v.sees('.toast', 'Copied');
    assert.equal(await v.page.evaluate(() => navigator.clipboard.readText()), key);
    assert.equal(await statusWith(v, key), 200);
    assert.deepEqual(await faultsSeen(v, 'a key that was made'), []);
    await v.page.setViewportSize({width: 1440, height: 900});
    await v.click('.have-it');
    await v.locator('.made').waitFor({state: 'detached'});
    await v.page.reload();
    const row = `tr:has-text("a reader")`;
    await v.sees(row, 'valid');
    assert.doesNotMatch(await v.page.evaluate(() => document.body.textContent), new RegExp(key));

    await v.click(`${row} button:has-text("Replace")`);
    await v.click('dialog[open] .go');
    await v.sees('.made', 'shown this once');
    const successor = await v.text(PUBLISHED);
    assert.notEqual(successor, key);
    assert.deepEqual([await statusWith(v, key), await statusWith(v, successor)], [200, 200]);
    const old = `tr[data-key="${key.split('_')[1]}"]`;
    await v.sees(old, 'replaced');

    await v.click(`${old} button:has-text("Revoke")`);
    await v.page.keyboard.press('Enter');
    // who only presses Enter has revoked nothing
    await v.locator('dialog[open]').waitFor({state: 'detached'});
    assert.equal(await statusWith(v, key), 200);
    await v.click(`${old} button:has-text("Revoke")`);
    await v.click('dialog[open] .go');
    await v.sees(old, 'revoked');
    assert.deepEqual([await statusWith(v, key), await statusWith(v, successor)], [401, 200]);
  },

  async 'commands show a key where the gateway asks for one'(v) {
    await comeAndSignIn(v, '#/start');
    await v.sees(PUBLISHED, '-H "Authorization: Bearer $TALLYGATE_KEY"');
    await v.click('.send');
    await v.sees('.landed', 'It landed');
    await v.open('#/events');
    await v.locator('.vrow').first().waitFor();
    await v.click('.copy-curl');
    await v.sees('.toast', 'Copied');
    assert.match(await v.page.evaluate(() => navigator.clipboard.readText()), /^curl -H "Authorization: Bearer \$TALLYGATE_KEY" 'http/);
  },
};
