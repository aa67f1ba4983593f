// Puts one JSON job on a queue of Penstock: RABBITMQ_URL=amqp://… node enqueue.mjs QUEUE <job.json
import { readFileSync } from 'node:fs';
import amqp from 'amqplib';

const connection = await amqp.connect(process.env.RABBITMQ_URL);
const channel = await connection.createConfirmChannel();
channel.on('return', () => {
  console.error(`the broker knows no queue ${process.argv[2]}`);
  process.exitCode = 1;
});
channel.sendToQueue(process.argv[2], readFileSync(0), { persistent: true, mandatory: true });
await channel.waitForConfirms();
await connection.close();
