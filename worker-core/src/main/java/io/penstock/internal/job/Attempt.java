package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.internal.ledger.ClaimedJob;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What settling needs to know of one delivery's way through the process.
 *
 * @param envelope the delivery
 * @param type job type, as far as known
 * @param job the job, null if the delivery never became one
 * @param claimed what the ledger has given us, null if nothing
 * @param startedAt when its handler was called, null if it was not
 */
record Attempt(
        Envelope envelope,
        String type,
        @Nullable Job job,
        @Nullable ClaimedJob claimed,
        @Nullable Instant startedAt) {

    static Attempt of(Envelope envelope, String type) {
        return new Attempt(envelope, type, null, null, null);
    }

    static Attempt of(Envelope envelope, Job job) {
        return new Attempt(envelope, job.type(), job, null, null);
    }

    /** Ours, as the ledger says. */
    Attempt ours(ClaimedJob given) {
        return new Attempt(envelope, type, job, given, startedAt);
    }

    /** What the ledger has given us. Only once it has. */
    ClaimedJob claim() {
        return Objects.requireNonNull(claimed);
    }

    /** On its way into the handler. */
    Attempt started(Instant at) {
        return new Attempt(envelope, type, job, claimed, at);
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
