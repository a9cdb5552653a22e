#!/usr/bin/python3
"""Usage: consume.py <amqp url> <queue> [<exchange> <routing key>]"""

import json
import sys

import pika

TIMEOUT_SECONDS = 30


def main():
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    url, queue = sys.argv[1:3]
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    if len(sys.argv) == 5:
        exchange, routing_key = sys.argv[3:]
        channel.queue_declare(queue, exclusive=True)
        channel.queue_bind(queue, exchange, routing_key)
    channel.basic_qos(prefetch_count=1)
    print("ready", file=sys.stderr, flush=True)
    method, properties, body = next(channel.consume(queue, inactivity_timeout=TIMEOUT_SECONDS))
    if method is None:
        sys.exit(f"No message in {queue} within {TIMEOUT_SECONDS} s")
    print(
        json.dumps(
            {
                "routingKey": method.routing_key,
                "contentType": properties.content_type,
                "messageId": properties.message_id,
                "type": properties.type,
                "headers": properties.headers,
                "body": json.loads(body),
            },
            default=str,
        ),
        flush=True,
    )
    channel.basic_ack(method.delivery_tag)
    connection.close()


if __name__ == "__main__":
    main()
