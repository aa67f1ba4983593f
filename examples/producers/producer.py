"""Enqueue jobs with pika: confirmed, mandatory, and never waiting longer than LIMIT for the broker.

    RABBITMQ_URL=amqp://guest:guest@localhost:5672 python3 producer.py emails welcome-42 < job.json
"""

import json
import os
import sys

import pika
import pika.exceptions

LIMIT = 5  # seconds for each step: connecting, writing, and waiting while the broker blocks publishers


class NotEnqueued(Exception):
    """The broker does not have the job, or has not said so in time. Enqueueing it again under the same id is safe."""


def enqueue(queue, job_id, payload, tenant=None):
    headers = {"penstock-tenant": tenant} if tenant else {}
    parameters = pika.URLParameters(os.environ["RABBITMQ_URL"])
    parameters.socket_timeout = LIMIT
    parameters.stack_timeout = LIMIT
    parameters.blocked_connection_timeout = LIMIT
    parameters.heartbeat = LIMIT
    try:
        connection = pika.BlockingConnection(parameters)
        try:
            channel = connection.channel()
            channel.confirm_delivery()  # from now on basic_publish waits for the broker's answer
            channel.basic_publish(
                exchange="",
                routing_key=queue,
                body=json.dumps(payload).encode(),
                properties=pika.BasicProperties(
                    message_id=job_id, content_type="application/json", delivery_mode=2, headers=headers
                ),
                mandatory=True,  # an error instead of silence if there is no such queue
            )
        finally:
            if connection.is_open:
                connection.close()
    except pika.exceptions.UnroutableError:
        raise NotEnqueued(f"there is no queue {queue}: start its worker first") from None
    except pika.exceptions.NackError:
        raise NotEnqueued(f"queue {queue} is full or not available") from None
    except (pika.exceptions.AMQPError, OSError) as error:
        raise NotEnqueued(f"RabbitMQ did not answer: {error!r}") from error


if __name__ == "__main__":
    try:
        enqueue(sys.argv[1], sys.argv[2], json.load(sys.stdin))
    except NotEnqueued as error:
        sys.exit(f"not enqueued: {error}")
