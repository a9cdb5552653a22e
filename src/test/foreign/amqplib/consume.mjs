// Usage: node consume.mjs <amqp url> <queue> [<exchange> <routing key>]
import amqp from 'amqplib';

const TIMEOUT_MS = 30_000;
const [url, queue, exchange, routingKey] = process.argv.slice(2);
if (!queue || (exchange && !routingKey)) {
  console.error('Usage: node consume.mjs <amqp url> <queue> [<exchange> <routing key>]');
  process.exit(2);
}

const connection = await amqp.connect(url);
const channel = await connection.createChannel();
if (exchange) {
  await channel.assertQueue(queue, { exclusive: true, durable: false });
  await channel.bindQueue(queue, exchange, routingKey);
}
await channel.prefetch(1);

const message = await new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`No message in ${queue} within ${TIMEOUT_MS} ms`)), TIMEOUT_MS).unref();
  channel.consume(queue, resolve).then(() => console.error('ready'), reject);
});
const { contentType, messageId, type, headers } = message.properties;
console.log(
  JSON.stringify({
    routingKey: message.fields.routingKey,
    contentType,
    messageId,
    type,
    headers,
    body: JSON.parse(message.content.toString('utf8')),
  }),
);
channel.ack(message);
await channel.close();
await connection.close();
