// Usage: node publish.mjs <amqp url> <exchange> <routing key> < event.json
import { text } from 'node:stream/consumers';
import amqp from 'amqplib';

const TIMEOUT_MS = 30_000;
const [url, exchange, routingKey] = process.argv.slice(2);
if (!routingKey) {
  console.error('Usage: node publish.mjs <amqp url> <exchange> <routing key> < event.json');
  process.exit(2);
}
setTimeout(() => {
  console.error(`Not confirmed within ${TIMEOUT_MS} ms`);
  process.exit(1);
}, TIMEOUT_MS).unref();

const event = await text(process.stdin);
const { id, type } = JSON.parse(event);
const connection = await amqp.connect(url);
const channel = await connection.createConfirmChannel();
let unroutable = false;
channel.on('return', () => {
  unroutable = true;
});
channel.publish(exchange, routingKey, Buffer.from(event), {
  contentType: 'application/json',
  messageId: id,
  type,
  mandatory: true,
  persistent: true,
});
await channel.waitForConfirms();
await connection.close();
if (unroutable) {
  console.error(`Confirmed, but no queue takes ${routingKey} from ${exchange}`);
  process.exit(1);
}
