// Accessible in both themes at three widths, light to load, and fit for a narrow screen.
import assert from 'node:assert/strict';
import {faultsSeen} from './axe.mjs';
import {call} from './browser.mjs';
import {broken, event, send} from './events.mjs';

const FIRST_VIEW = 150 * 1024;

export const tests = {
  async 'axe finds nothing in both themes at 360, 768 and 1440 pixels'(v) {
    const one = event('failed');
    await send(v.base, one, event('step', {workflowId: one.data.workflowId}));
    const held = (await send(v.base, broken())) && (await call(v.base, 'quarantine?limit=1')).body.items[0];
    const views = ['#/overview', '#/live', '#/workflows', '#/events', `#/timeline?workflow=${one.data.workflowId}`, '#/quarantine', `#/quarantine?id=${held.id}`, '#/latency', '#/projects', '#/catalogue',
      `#/catalogue?type=${one.type}`, '#/start', `#/events?event=${one.id}`, '#/search?q=6f1c', '#/workflows?type=none', '#/keys'];
    const found = [];
    for (const fragment of views) {
      await v.open(fragment);
      await v.until(() => !document.querySelector('.loading') && document.querySelector('main h1, main h2'));
      found.push(...await faultsSeen(v, fragment));
    }
    assert.deepEqual(found, []);
  },

  async 'an open gateway says so: in red and in words, before everything and over nothing'(v) {
    for (const width of [360, 1440]) {
      await v.page.setViewportSize({width, height: 900});
      await v.open('#/events');
      await v.sees('.open-banner', /This gateway is open:.*may read, send and change everything/);
      const {red, green, blue, boxes} = await v.page.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.querySelector('.open-banner')).backgroundColor.match(/[\d.]+/g).map(Number);
        const box = (selector) => { const {top, bottom} = document.querySelector(selector).getBoundingClientRect(); return {top, bottom}; };
        return {red: r, green: g, blue: b, boxes: ['.open-banner', '.bar', 'main'].map(box)};
      });
      assert.ok(red > 100 && green < 60 && blue < 60, `${red} ${green} ${blue}`);
      assert.equal(boxes[0].top, 0);
      assert.ok(boxes[0].bottom <= boxes[1].top && boxes[1].bottom <= boxes[2].top, JSON.stringify(boxes));
    }
    await v.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    assert.equal(await v.page.evaluate(() => document.querySelector('.open-banner').getBoundingClientRect().top), 0);
    await v.click('.open-banner button');
    await v.sees('dialog[open]', 'TALLYGATE_ACCESS_KEY_SECRET');
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
