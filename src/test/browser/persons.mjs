// Somebody who signs in: who it is, the provider knows.
import assert from 'node:assert/strict';

/** Comes without a session, signs in, and is where they wanted to be. */
export async function comeAndSignIn(v, fragment = '') {
  await v.page.goto('about:blank');
  await v.page.goto(`${v.base}/${fragment}`);
  await v.click('.gate .sign-in');
  await v.page.locator('.who').waitFor();
  await v.page.waitForSelector('main > *');
  if (fragment) assert.equal(v.hash, fragment);
}

/** Answers one question of the page in the gateway's place. */
export async function answered(v, path, status, body) {
  const pattern = new RegExp(`/api/v1/${path}$`);
  await v.page.unroute(pattern);
  await v.page.route(pattern, (route) => route.fulfill({status, contentType: status < 300 ? 'application/json' : 'application/problem+json', body: JSON.stringify(body)}));
}
