// Accessible in both themes at three widths, light to load, and fit for a narrow screen.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {call} from './browser.mjs';
import {broken, event, send} from './events.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FIRST_VIEW = 150 * 1024;

/** What is wider than the window, within the page. */
function sticksOut() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map((e) => e.outerHTML.slice(0, 120));
}

export const tests = {
  async 'axe finds nothing in both themes at 360, 768 and 1440 pixels'(v) {
    const one = event('failed');
    await send(v.base, one, event('step', {workflowId: one.data.workflowId}));
    const held = (await send(v.base, broken())) && (await call(v.base, 'quarantine?limit=1')).body.items[0];
    const views = ['#/overview', '#/live', '#/workflows', '#/events', `#/timeline?workflow=${one.data.workflowId}`, '#/quarantine', `#/quarantine?id=${held.id}`, '#/latency', '#/projects', '#/catalogue',
      `#/catalogue?type=${one.type}`, '#/start', `#/events?event=${one.id}`, '#/search?q=6f1c', '#/workflows?type=none'];
    const found = [];
    for (const fragment of views) {
      await v.open(fragment);
      await v.until(() => !document.querySelector('.loading') && document.querySelector('main h1, main h2'));
      // outside the page's own policy, as a tester's tool is
      await v.page.evaluate(AXE);
      for (const width of [360, 768, 1440]) {
        await v.page.setViewportSize({width, height: 900});
        for (const colorScheme of ['light', 'dark']) {
          await v.page.emulateMedia({colorScheme});
          // what does not depend on colour is the same in the dark
          const rules = colorScheme === 'dark' ? {runOnly: ['color-contrast', 'link-in-text-block']} : {};
          const {violations} = await v.page.evaluate((options) => globalThis.axe.run(document, {resultTypes: ['violations'], ...options}), rules);
          found.push(...violations.map((one) => `${fragment} ${width} ${colorScheme}: ${one.id}: ${one.help}; ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`));
          found.push(...(await v.page.evaluate(sticksOut)).map((what) => `${fragment} ${width}: sticks out: ${what}`));
        }
      }
    }
    assert.deepEqual(found, []);
  },

  async 'the first view is under 150 KB before the charts'(v) {
    const session = await v.page.context().newCDPSession(v.page);
    await session.send('Network.enable');
    let bytes = 0;
    let charts = 0;
    const addresses = new Map();
    session.on('Network.requestWillBeSent', ({requestId, request}) => addresses.set(requestId, request.url));
    session.on('Network.loadingFinished', ({requestId, encodedDataLength}) => {
      if (/echarts/.test(addresses.get(requestId) ?? '')) charts += encodedDataLength;
      else bytes += encodedDataLength;
    });
    await v.open();
    await v.sees('.tile', 'Failure share');
    await v.locator('tg-chart[data-drawn]').waitFor();
    console.log(`     first view ${Math.round(bytes / 1024)} KB, charts ${Math.round(charts / 1024)} KB`);
    assert.ok(bytes > 10_000 && bytes < FIRST_VIEW, `${bytes} bytes`);
  },

  async 'files are kept by the browser, the page is asked for again, and its policy forbids inline script and style'(v) {
    const page = await fetch(`${v.base}/`);
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal((await fetch(`${v.base}/`, {headers: {'If-None-Match': page.headers.get('etag')}})).status, 304);
    const text = await page.text();
    const file = /src="(ui\/[^"]+app\.js)"/.exec(text)[1];
    const script = await fetch(`${v.base}/${file}`);
    assert.match(script.headers.get('cache-control'), /immutable/);
    assert.equal(script.headers.get('content-encoding'), 'gzip');
    assert.equal((await fetch(`${v.base}/ui/x/../index.html`)).status, 404);
    for (const path of ['catalogue', 'api/v1/schemas', 'q/health/ready', 'q/openapi']) assert.equal((await fetch(`${v.base}/${path}`)).status, 200, path);
  },

  async 'who wants less motion gets none'(v) {
    await v.page.emulateMedia({reducedMotion: 'reduce'});
    await v.open('#/live');
    assert.equal(await v.page.evaluate(() => getComputedStyle(document.querySelector('.pulse')).animationName), 'none');
  },
};
