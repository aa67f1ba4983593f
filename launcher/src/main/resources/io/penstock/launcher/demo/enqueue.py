"""Puts one JSON job on a queue of Penstock: RABBITMQ_URL=amqp://… python3 enqueue.py QUEUE <job.json"""

import os
import sys

import pika

connection = pika.BlockingConnection(pika.URLParameters(os.environ["RABBITMQ_URL"]))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish(
    exchange="",
    routing_key=sys.argv[1],
    body=sys.stdin.buffer.read(),
    properties=pika.BasicProperties(delivery_mode=2),
    mandatory=True,
)
connection.close()
