// A gateway that asks who one is, and somebody who is a viewer of one tenant.
import assert from 'node:assert/strict';
import {faultsSeen} from './axe.mjs';
import {OTHER_TENANT, TENANT} from './events.mjs';
import {answered, comeAndSignIn} from './persons.mjs';

/** What the page asks in its session. */
const ask = (v, path) => v.page.evaluate(async (address) => (await fetch(`api/v1/${address}`)).json(), path);

export const tests = {
  async 'who is not signed in sees what this is and nothing else, signs in, and is in the view of the address'(v) {
    const wanted = '#/workflows?state=running&range=30d';
    await v.page.goto(`${v.base}/${wanted}`);
    await v.sees('.gate', 'Every workflow event is checked');
    await v.locator('.gate .sign-in').waitFor();
    assert.equal(await v.locator('nav, .bar, tg-workflows').count(), 0);
    assert.deepEqual(await faultsSeen(v, 'sign-in page'), []);
    await v.page.setViewportSize({width: 1440, height: 900});
    await comeAndSignIn(v, wanted);
    await v.sees('h1', 'Workflows');
    await v.sees('.who', 'ann@example.org');
  },

  async 'a viewer is told who they are, sees their tenant alone, and is offered nothing that viewers may not'(v) {
    await comeAndSignIn(v, '#/events?range=30d');
    await v.locator('.vrow').first().waitFor();
    await v.click('.who');
    await v.sees('.who-card', 'viewer');
    await v.sees('.who-card', TENANT);
    assert.deepEqual(await faultsSeen(v, 'who one is'), []);
    await v.page.setViewportSize({width: 1440, height: 900});
    await v.page.keyboard.press('Escape');
    assert.equal(await v.text('.tenant-fixed .text'), TENANT);
    assert.deepEqual((await ask(v, 'events')).items.filter((event) => event.tenantId !== TENANT), []);
    assert.equal(await v.locator('.open-banner').count(), 0);
    assert.equal(await v.locator('nav.views a:has-text("API keys"), nav.views a:has-text("Send an event")').count(), 0);

    await v.click('.vrow [data-open]');
    await v.sees('.panel dl', 'for auditors');
    assert.equal(await v.locator('.panel a[download]').count(), 0);

    const held = (await ask(v, 'quarantine')).items[0];
    await v.open(`#/quarantine?id=${held.id}`);
    await v.sees('.not-offered', 'this needs the role operator');
    assert.equal(await v.locator('#draft, .resubmit, .as-it-was').count(), 0);

    await v.open(`#/events?tenant=${OTHER_TENANT}`);
    await v.sees('main .note', 'Not your tenant');
    await v.click('main .note a:has-text("Show what is yours")');
    await v.locator('.vrow').first().waitFor();
    await v.click('nav.views a:has-text("Overview")');
    await v.page.goto(`${v.base}/#/keys`);
    await v.sees('main', 'needs the role administrator');
  },

  async 'a session that ends while one looks leads to signing in, and from there back to the same view'(v) {
    const wanted = '#/workflows?range=7d';
    await comeAndSignIn(v, wanted);
    await v.sees('h1', 'Workflows');
    await v.page.context().clearCookies();
    await v.click('.segments button:has-text("Failed")');
    await v.sees('.gate', 'Your session has ended');
    assert.equal(await v.locator('tg-workflows, .who').count(), 0);
    await v.click('.gate .sign-in');
    await v.sees('h1', 'Workflows');
    assert.equal(v.hash, `${wanted}&state=failed`);
  },

  async 'a live stream whose session ends leads there, too'(v) {
    const stream = /\/api\/v1\/stream/;
    // a stream that ends at once, and is to be asked for again
    await v.page.route(stream, (route) => route.fulfill({contentType: 'text/event-stream', body: 'retry: 300\n\n'}));
    await comeAndSignIn(v, '#/live');
    await v.sees('h1', 'Live');
    await v.page.context().clearCookies();
    await v.page.unroute(stream);
    await v.sees('.gate', 'Your session has ended');
    assert.equal(v.hash, '#/live');
  },

  async 'who signs out is out'(v) {
    await comeAndSignIn(v, '#/overview');
    await v.click('.who');
    await v.click('.sign-out');
    await v.sees('.gate', 'You are signed out');
    assert.equal((await ask(v, 'me')).status, 401);
    await v.page.reload();
    await v.locator('.gate .sign-in').waitFor();
    assert.equal(await v.locator('nav').count(), 0);
  },

  async 'masked values are told as such, and who may not see them cannot send them again'(v) {
    await comeAndSignIn(v, '#/overview');
    const me = await ask(v, 'me');
    await answered(v, 'me', 200, {...me, roles: ['viewer', 'operator']});
    const held = (await ask(v, 'quarantine')).items[0];
    const whole = await ask(v, `quarantine/${held.id}`);
    await answered(v, `quarantine/${held.id}`, 200, {...whole, sha256: '•••', content: JSON.stringify({...JSON.parse(whole.content), source: '•••'})});
    await v.open(`#/quarantine?id=${held.id}`);
    await v.sees('.json .masked', '•••');
    await v.sees('.mask-note', 'only auditors see it');
    await v.sees('.masked-draft', 'Only an auditor sees and edits');
    assert.ok(await v.locator('.resubmit').isDisabled());
    assert.deepEqual(await faultsSeen(v, 'masked values'), []);
    await v.locator('#draft').fill((await v.locator('#draft').inputValue()).replace('•••', 'somebody'));
    await v.locator('.masked-draft').waitFor({state: 'detached'});
    assert.ok(await v.locator('.resubmit').isEnabled());
  },

  async 'what is refused is shown with its reason, and where there are keys alone it says what people need'(v) {
    await comeAndSignIn(v, '#/overview');
    await answered(v, 'workflow-types.*', 200, {items: []});
    await answered(v, 'projects.*', 429, {type: '/problems/rate-limited', title: 'Too many requests', status: 429, detail: 'The allowance of this caller is used up; come again in 3 s'});
    await v.click('nav.views a:has-text("Projects")');
    await v.sees('main .note', 'come again in 3 s');
    await answered(v, 'me', 403, {type: '/problems/role-missing', title: 'Your credential does not allow this', status: 403, detail: 'x'});
    await v.page.reload();
    await v.sees('.gate', 'have no role here');
    await answered(v, 'me', 401, {type: '/problems/no-credential', title: 'Who are you?', status: 401, detail: 'This needs a credential: an API key'});
    await v.page.reload();
    await v.sees('.gate', 'People cannot sign in here yet');
    await v.sees('.gate', 'OpenID Connect');
  },
};
