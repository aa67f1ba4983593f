package io.penstock.internal.job;

import io.penstock.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What settling needs to know of one delivery's way through the process.
 *
 * @param envelope the delivery
 * @param type job type, as far as known
 * @param job the job, null if the delivery never became one
 * @param token of the claim in the ledger
 * @param startedAt when its handler was called, null if it was not
 */
record Attempt(
        Envelope envelope,
        String type,
        @Nullable Job job,
        long token,
        @Nullable Instant startedAt) {

    static Attempt of(Envelope envelope, String type) {
        return new Attempt(envelope, type, null, 0, null);
    }

    static Attempt of(Envelope envelope, Job job) {
        return new Attempt(envelope, job.type(), job, 0, null);
    }

    Attempt started(long claimToken, Instant at) {
        return new Attempt(envelope, type, job, claimToken, at);
    }

    Delivery delivery() {
        return envelope.delivery();
    }

    /** The way people are told which job it is. */
    String describe() {
        String id = envelope.id().isEmpty() ? "(no id)" : envelope.id();
        return "job " + id + " (" + (type.isEmpty() ? "no type" : type) + ", queue " + envelope.queue() + ")";
    }
}
