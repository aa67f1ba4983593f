// Enqueue jobs with amqplib: confirmed, mandatory, and never waiting longer than LIMIT for the broker.
//
//     RABBITMQ_URL=amqp://guest:guest@localhost:5672 node producer.mjs emails welcome-42 < job.json

import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import amqp from 'amqplib';

const LIMIT = 5_000; // milliseconds for everything, waiting for a blocked broker included

/** Resolves once the broker has the job. Enqueueing it again under the same id is safe whatever became of the first try. */
export async function enqueue(queue, id, payload, { tenant } = {}) {
  let connection;
  const published = (async () => {
    connection = await amqp.connect(process.env.RABBITMQ_URL, { timeout: LIMIT });
    connection.on('error', () => {}); // what it means for the job, the promise says
    const channel = await connection.createConfirmChannel();
    const failed = new Promise((resolve, reject) => {
      channel.on('error', reject);
      channel.on('close', () => reject(new Error('the channel was closed')));
      channel.on('return', () => reject(new Error(`there is no queue ${queue}: start its worker first`)));
    });
    const headers = tenant ? { 'penstock-tenant': tenant } : {};
    const properties = { messageId: id, contentType: 'application/json', persistent: true, mandatory: true, headers };
    channel.sendToQueue(queue, Buffer.from(JSON.stringify(payload)), properties);
    await Promise.race([channel.waitForConfirms(), failed]); // a return comes before the confirm
  })();
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`RabbitMQ did not confirm within ${LIMIT} ms`)), LIMIT);
  });
  try {
    await Promise.race([published, late]);
    await Promise.race([connection.close(), late]);
  } catch (error) {
    published.catch(() => {});
    connection?.close().catch(() => {}); // a blocked broker may never answer, so nobody waits for it
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    await enqueue(argv[2], argv[3], JSON.parse(readFileSync(0)));
  } catch (error) {
    console.error(`not enqueued: ${error.message}`);
    process.exit(1);
  }
}
