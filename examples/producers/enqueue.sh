#!/bin/sh
# Enqueue a job with curl, through the console: no AMQP client, no connection to RabbitMQ.
#
#     PENSTOCK_TOKEN=penstock_… ./enqueue.sh emails welcome-42 < job.json
#
# The console checks the payload against its JSON Schema and answers when the broker has the job. It is tried again for a minute while
# the broker takes no jobs (503); as the job has an id, that is safe.
set -eu
queue=$1 id=$2
{
  printf '{"queue":"%s","id":"%s","payload":' "$queue" "$id"
  cat
  printf '}'
} | curl --silent --show-error --fail-with-body \
  --max-time 15 --retry 5 --retry-max-time 60 \
  --header "Authorization: Bearer $PENSTOCK_TOKEN" --header 'Content-Type: application/json' \
  --data-binary @- "${PENSTOCK_CONSOLE_URL:-http://127.0.0.1:8080}/api/v1/jobs"
