// Chromium as the tests want it: with a new profile for each test, and watched for what must not happen on any page.
import assert from 'node:assert/strict';
import {chromium} from 'playwright-core';

const PROGRAM = process.env.TALLYGATE_TEST_CHROMIUM ?? '/usr/bin/chromium';
const BOUND = 30_000;
const OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** A browser without a window; its folder is its own and goes with it. */
export const launch = () => chromium.launch({executablePath: PROGRAM, headless: true, args: OPTIONS});

/** Opens a page of nobody, hands it over, and closes it whatever comes of it. */
export async function withVisitor(browser, base, work) {
  const context = await browser.newContext({viewport: {width: 1440, height: 900}, timezoneId: 'Europe/Berlin', locale: 'en-GB'});
  context.setDefaultTimeout(BOUND);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], {origin: base});
  const faults = [];
  await context.exposeFunction('tgViolation', (what) => faults.push(what));
  await context.addInitScript(() => addEventListener('securitypolicyviolation',
    (e) => globalThis.tgViolation(`policy: ${e.violatedDirective} ${e.blockedURI} at ${e.sourceFile}:${e.lineNumber}`)));
  const page = await context.newPage();
  page.on('pageerror', (e) => faults.push(`script: ${e.stack}`));
  page.on('console', (message) => {
    // an answer that is an error is what some tests ask for; the page shows it
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    // who signs in is led to the provider
    if (request.redirectedFrom()?.url().startsWith(`${base}/login`)) return;
    if (!url.startsWith(base) && !/^(data|about|blob):/.test(url)) faults.push(`asked somebody else: ${url}`);
  });
  try {
    await work(new Visitor(base, page, faults));
    assert.deepEqual(faults, [], 'violations of the policy, errors of scripts, requests to others');
  } finally {
    await context.close();
  }
}

/** Somebody who looks at the dashboard. */
export class Visitor {
  constructor(base, page, faults) {
    this.base = base;
    this.page = page;
    this.faults = faults;
  }

  /** Opens an address of the page afresh, e.g. `#/live?type=x`. */
  async open(fragment = '') {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.base}/${fragment}`);
    await this.page.waitForSelector('main > *:not(.note)');
  }

  locator(selector) {
    return this.page.locator(selector);
  }

  /** Waits for it to be seen, and gives its text. */
  async text(selector) {
    const found = this.page.locator(selector).first();
    await found.waitFor();
    return (await found.innerText()).trim();
  }

  async click(selector) {
    await this.page.locator(selector).first().click();
  }

  /** Waits until the text of an element matches. */
  async sees(selector, pattern) {
    await this.page.locator(selector).filter({hasText: pattern}).first().waitFor();
  }

  /** Waits until the page says so by itself. */
  async until(condition, argument) {
    await this.page.waitForFunction(condition, argument, {timeout: BOUND});
  }

  get hash() {
    return new URL(this.page.url()).hash;
  }
}

/** Calls the gateway's API; `body` given: by POST. */
export async function call(base, path, body, type = 'application/json') {
  const response = await fetch(`${base}/api/v1/${path}`, body === undefined ? {} : {
    method: 'POST', headers: {'Content-Type': type}, body: typeof body === 'string' ? body : JSON.stringify(body)});
  return {status: response.status, body: await response.json()};
}

/** Asks until the answer is as wanted. */
export async function awaited(what, ask, wanted, bound = BOUND) {
  const end = Date.now() + bound;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come about; last: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
