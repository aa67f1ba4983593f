package io.penstock.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a job was not, or may not have been, enqueued. Enqueueing the same job with the same id again is safe in every
 * case: the id is the job's idempotency key.
 */
public final class EnqueueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Reason {
        /** The broker knows no such queue. Not enqueued. */
        UNROUTABLE,
        /** The broker refused the job, for example because the queue is full. Not enqueued. */
        NACKED,
        /** No confirm arrived in time. The job may or may not have been enqueued. */
        TIMED_OUT,
        /** The broker accepts no publishing at the moment (memory or disk alarm). Not enqueued unless already sent. */
        BLOCKED,
        /** The connection was lost or the client closed. The job may or may not have been enqueued. */
        CLOSED,
        /** The job itself is not valid. Not enqueued, and trying again will not help. */
        INVALID
    }

    private final Reason reason;
    private final @Nullable String field;

    public EnqueueException(Reason reason, String message) {
        this(reason, null, message);
    }

    EnqueueException(Reason reason, @Nullable String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    /** What stood in the way. */
    public Reason reason() {
        return reason;
    }

    /** Which part of an invalid job is wrong, in snake case, e.g. {@code max_attempts}; null if it is not one part. */
    public @Nullable String field() {
        return field;
    }
}
