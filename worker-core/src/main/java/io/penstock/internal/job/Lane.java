package io.penstock.internal.job;

/**
 * Where a delivery came from.
 *
 * @param queue the job queue
 * @param suspects true for its quarantine lane, where jobs run one at a time
 */
record Lane(String queue, boolean suspects) {}
