package io.penstock.console.enqueue;

import io.penstock.client.EnqueueException;

/** What became of an order. */
public sealed interface Receipt {

    /**
     * The broker has the job.
     *
     * @param known true if it had it before
     */
    record Accepted(String id, boolean known) implements Receipt {}

    /** Another job has this id. */
    record Taken() implements Receipt {}

    /** The same id is being enqueued by another call right now. */
    record UnderWay() implements Receipt {}

    /** The broker does not have it, or it is not known whether it has. */
    record Failed(EnqueueException why) implements Receipt {}
}
