// Reads {secret, headers, body} and verifies it as a receiver does; exits with 1 if the signature is not right.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'));
new Webhook(secret).verify(body, headers);
