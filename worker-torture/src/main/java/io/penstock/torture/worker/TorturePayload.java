package io.penstock.torture.worker;

import io.penstock.torture.plan.JobKind;

/**
 * What a tortured job is told.
 *
 * @param kind how it behaves
 * @param millis how long its handler works
 * @param failures how many attempts fail first
 * @param due before when it must not run, epoch milliseconds; 0 for at once
 */
public record TorturePayload(JobKind kind, long millis, int failures, long due) {}
