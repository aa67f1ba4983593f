package io.penstock.client;

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

    public EnqueueException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What stood in the way. */
    public Reason reason() {
        return reason;
    }
}
