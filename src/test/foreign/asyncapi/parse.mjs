// Reads an AsyncAPI document from standard input. Prints what the official parser makes of it; fails on any error.
import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';

const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'));
const faults = diagnostics.filter((diagnostic) => diagnostic.severity <= 1);
for (const fault of faults) {
  console.error(`${fault.severity} ${fault.code} at ${fault.path.join('/')}: ${fault.message}`);
}
if (!document || faults.length > 0) {
  process.exit(1);
}
for (const channel of document.channels().all()) {
  for (const message of channel.messages().all()) {
    console.log(`${channel.address()} ${message.name()} ${message.payload().type()} ${message.examples().all().length}`);
  }
}
