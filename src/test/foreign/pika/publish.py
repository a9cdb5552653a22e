#!/usr/bin/python3
"""Usage: publish.py <amqp url> <exchange> <routing key> < event.json"""

import json
import signal
import sys

import pika
import pika.exceptions

TIMEOUT_SECONDS = 30


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    url, exchange, routing_key = sys.argv[1:]
    signal.alarm(TIMEOUT_SECONDS)
    body = sys.stdin.buffer.read()
    event = json.loads(body)
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    try:
        # from here on, publishing raises UnroutableError or NackError unless the broker confirms
        channel.confirm_delivery()
        transaction = False
    except pika.exceptions.MethodNotImplemented:
        # Qpid, the gateway's embedded broker, confirms but does not announce that it can, so pika refuses to ask
        channel.tx_select()
        transaction = True
    channel.basic_publish(
        exchange,
        routing_key,
        body,
        pika.BasicProperties(
            content_type="application/json",
            delivery_mode=2,
            message_id=event.get("id"),
            type=event.get("type"),
        ),
        mandatory=True,
    )
    if transaction:
        channel.tx_commit()
    connection.close()


if __name__ == "__main__":
    main()
