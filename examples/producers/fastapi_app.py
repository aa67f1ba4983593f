"""Enqueue jobs from FastAPI with aio-pika: one connection for the process, confirmed, mandatory, bounded in time.

    RABBITMQ_URL=amqp://guest:guest@localhost:5672 uvicorn fastapi_app:app
"""

import asyncio
import json
import os

import aio_pika
from aio_pika.exceptions import AMQPError
from fastapi import FastAPI, HTTPException, Request

LIMIT = 5  # seconds for a job to be confirmed, connecting and waiting for a blocked broker included
QUEUE = os.environ.get("QUEUE", "emails")

app = FastAPI()


class Jobs:
    """A confirmed channel, opened when somebody needs it and again after it was lost."""

    def __init__(self, url):
        self.url = url
        self.connection = None
        self.channel = None
        self.lock = asyncio.Lock()

    async def enqueue(self, queue, job_id, payload):
        """Raises AMQPError, OSError or asyncio.TimeoutError; enqueueing again under the same id is safe."""
        await asyncio.wait_for(self._enqueue(queue, job_id, payload), LIMIT)

    async def _enqueue(self, queue, job_id, payload):
        channel = await self._usable_channel()
        message = aio_pika.Message(
            json.dumps(payload).encode(),
            message_id=job_id,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await channel.default_exchange.publish(message, routing_key=queue, mandatory=True)

    async def _usable_channel(self):
        async with self.lock:
            if self.connection is None or self.connection.is_closed:
                self.connection, self.channel = await aio_pika.connect(self.url), None
            if self.channel is None or self.channel.is_closed:
                self.channel = await self.connection.channel(publisher_confirms=True, on_return_raises=True)
            return self.channel

    async def close(self):
        if self.connection is not None:
            await self.connection.close()


@app.on_event("startup")
async def startup():
    app.state.jobs = Jobs(os.environ["RABBITMQ_URL"])


@app.on_event("shutdown")
async def shutdown():
    await app.state.jobs.close()


@app.post("/orders/{number}", status_code=202)
async def order(number: int, request: Request):
    payload = {"to": "a@example.com", "subject": f"Order {number}", "body": "Thank you"}
    try:
        await request.app.state.jobs.enqueue(QUEUE, f"order-{number}", payload)
    except aio_pika.exceptions.DeliveryError as error:
        raise HTTPException(500, f"the broker does not take jobs for queue {QUEUE}") from error
    except (AMQPError, OSError, asyncio.TimeoutError) as error:
        raise HTTPException(503, "try again later", headers={"Retry-After": "5"}) from error
    return {"job": f"order-{number}"}
