// node pictures.mjs <base address of a gateway that plays the demo> <folder>: makes the README's pictures, so they are true.
import {join} from 'node:path';
import {awaited, call, launch, withVisitor} from './browser.mjs';

const [base, folder] = process.argv.slice(2);
const SIZE = {width: 1280, height: 800};
// the demo tells a few minutes of history at once: then all screens have something to show
const BOUND = 240_000;
await awaited('the present', () => call(base, 'events?limit=1'), ({body}) => Date.now() - Date.parse(body.items?.[0]?.timestamp) < 60_000, BOUND);
await awaited('the demo', () => call(base, 'workflows?state=failed'), ({body}) => body.items?.some((run) => run.failure?.message));
await awaited('a refusal', () => call(base, 'quarantine?reason=schema-violation'), ({body}) => body.items?.length > 0);
const failed = (await call(base, 'workflows?state=failed&limit=50')).body.items.filter((run) => run.failure?.message).sort((a, b) => b.eventCount - a.eventCount)[0];
const violations = (await call(base, 'quarantine?reason=schema-violation&limit=100')).body.items;
const held = violations.find((one) => one.dialect === 'coder' && one.violations[0].keyword === 'required') ?? violations[0];

const PICTURES = [
  ['overview', '#/overview?range=1h', 'light', 'tg-chart[data-drawn]'],
  ['live', '#/live', 'dark', '.vrow[data-index="12"]'],
  ['workflows', '#/workflows?range=1h', 'light', '.vrow[data-index="5"] .strip'],
  ['timeline', `#/timeline?workflow=${encodeURIComponent(failed.workflowId)}&run=${encodeURIComponent(failed.runId)}&in=${failed.tenantId}`, 'light', '.gantt-row'],
  ['quarantine', `#/quarantine?id=${held.id}`, 'light', '[aria-label="Schema"] .l'],
  ['latency', '#/latency?range=1h', 'dark', 'tg-chart[tall][data-drawn]'],
  ['projects', '#/projects?range=1h', 'light', '.project'],
];
const browser = await launch();
await withVisitor(browser, base, async (v) => {
  await v.page.setViewportSize(SIZE);
  for (const [name, fragment, colorScheme, seen] of PICTURES) {
    await v.page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
    await v.open(fragment);
    await v.locator(seen).first().waitFor();
    await v.page.screenshot({path: join(folder, `${name}.png`)});
    console.log(`made ${name}.png`);
  }
});
await browser.close();
