// node run.mjs <base address> <suite>...: runs suites in a browser against a gateway, and ends with 1 if one fails.
import {launch, withVisitor} from './browser.mjs';

const [base, ...suites] = process.argv.slice(2);
const browser = await launch();
for (const name of suites) {
  const {tests} = await import(`./${name}.mjs`);
  for (const [title, test] of Object.entries(tests)) {
    const begin = Date.now();
    try {
      await withVisitor(browser, base, test);
      console.log(`ok   ${name}: ${title} (${Date.now() - begin} ms)`);
    } catch (e) {
      process.exitCode = 1;
      console.log(`FAIL ${name}: ${title}\n${e.stack}`);
    }
  }
}
await browser.close();
