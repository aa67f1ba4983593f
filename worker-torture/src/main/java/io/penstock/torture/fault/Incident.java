package io.penstock.torture.fault;

import io.penstock.torture.plan.Fault;

/**
 * Something that happened.
 *
 * @param fault what it was
 * @param pid the worker that it befell, 0 if it was no worker
 * @param start when it began, epoch milliseconds
 * @param end when what it had broken was there again, epoch milliseconds
 */
public record Incident(Fault fault, long pid, long start, long end) {

    /** True if it was going on at some time from {@code from} to {@code until}. */
    public boolean overlaps(long from, long until) {
        return start <= until && end >= from;
    }
}
