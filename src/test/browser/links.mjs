// All state is in the URL; keyboard, theme and zone.
import assert from 'node:assert/strict';
import {event, sendMany, TENANT} from './events.mjs';

export const tests = {
  async 'a reload keeps view, filters, range, tenant and the open event'(v) {
    const one = event('failed');
    await sendMany(v.base, [one, event('started')]);
    await v.open(`#/events?tenant=${TENANT}&range=6h&type=${one.type}`);
    await v.click(`.vrow [data-open][href*="${one.id}"]`);
    await v.sees('.panel', one.id);
    const address = v.page.url();
    await v.page.reload();
    await v.sees('.panel', one.id);
    assert.equal(v.page.url(), address);
    assert.equal(await v.locator('[aria-label="Time range"]').inputValue(), '6h');
    assert.equal(await v.locator('[aria-label="Tenant"]').inputValue(), TENANT);
    await v.page.goBack();
    await v.locator('.panel').waitFor({state: 'detached'});
    // tenant and range go along; filters of this list do not
    await v.click('nav.views a:has-text("Workflows")');
    assert.equal(v.hash, `#/workflows?tenant=${TENANT}&range=6h`);
  },

  async 'copy as curl gives a command that asks the same'(v) {
    await v.open('#/events?range=1h&source=workflow-orchestrator');
    await v.locator('.vrow').first().waitFor();
    await v.click('.copy-curl');
    await v.sees('.toast', 'Copied');
    const command = await v.page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, /^curl 'http:\/\/127\.0\.0\.1:\d+\/api\/v1\/events\?source=workflow-orchestrator&from=/);
  },

  async 'the keyboard moves, opens, closes, and is off while one types'(v) {
    await sendMany(v.base, Array.from({length: 60}, () => event('step')));
    await v.open('#/events');
    await v.locator('.vrow').first().waitFor();
    await v.page.keyboard.press('j');
    await v.page.keyboard.press('j');
    await v.until(() => document.activeElement.closest('.vrow')?.dataset.index === '1');
    for (let i = 0; i < 40; i++) await v.page.keyboard.press('j');
    await v.until(() => document.activeElement.closest('.vrow')?.dataset.index === '41');
    await v.page.keyboard.press('k');
    await v.until(() => document.activeElement.closest('.vrow')?.dataset.index === '40');
    await v.page.keyboard.press('Enter');
    await v.locator('.panel').waitFor();
    await v.page.keyboard.press('Escape');
    await v.locator('.panel').waitFor({state: 'detached'});
    await v.page.keyboard.press('?');
    await v.sees('dialog[open]', 'Keyboard');
    await v.page.keyboard.press('Escape');
    await v.page.keyboard.press('/');
    await v.page.keyboard.type('jkpt?');
    assert.equal(await v.locator('#search').inputValue(), 'jkpt?');
    assert.equal(await v.locator('dialog[open]').count(), 0);
  },

  async 'theme and zone are remembered'(v) {
    await v.page.emulateMedia({colorScheme: 'light'});
    await v.open('#/events');
    await v.locator('.vrow').first().waitFor();
    const background = () => v.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await v.page.keyboard.press('t');
    await v.page.keyboard.press('t');
    await v.until(() => document.documentElement.dataset.theme === 'dark');
    const dark = await background();
    assert.notEqual(dark, light);
    await v.click('button:has-text("Local")');
    await v.sees('.vrow', /Z/);
    await v.page.reload();
    await v.sees('.vrow', /\d\d:\d\d:\d\d\.\d{3}Z/);
    assert.equal(await background(), dark);
  },
};
