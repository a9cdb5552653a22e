// What axe finds on a page, in both themes and at three widths, and what sticks out of it.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wider than the window, within the page. */
function sticksOut() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map((e) => e.outerHTML.slice(0, 120));
}

/** @returns the faults of what the visitor sees now, by that name */
export async function faultsSeen(v, name) {
  const found = [];
  // outside the page's own policy, as a tester's tool is
  await v.page.evaluate(AXE);
  for (const width of [360, 768, 1440]) {
    await v.page.setViewportSize({width, height: 900});
    for (const colorScheme of ['light', 'dark']) {
      await v.page.emulateMedia({colorScheme});
      // what does not depend on colour is the same in the dark
      const rules = colorScheme === 'dark' ? {runOnly: ['color-contrast', 'link-in-text-block']} : {};
      const {violations} = await v.page.evaluate((options) => globalThis.axe.run(document, {resultTypes: ['violations'], ...options}), rules);
      found.push(...violations.map((one) => `${name} ${width} ${colorScheme}: ${one.id}: ${one.help}; ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`));
      found.push(...(await v.page.evaluate(sticksOut)).map((what) => `${name} ${width}: sticks out: ${what}`));
    }
  }
  return found;
}
