package io.penstock.console.replay;

/** What is known of the queues that jobs are published to. */
@FunctionalInterface
public interface Destinations {

    /** What is known of one queue. */
    enum Status {
        /** There are consumers. */
        READY,
        /** It is there, and nobody takes anything out of it. */
        NO_CONSUMERS,
        /** There is no such queue. */
        GONE,
        /** The broker cannot be asked at the moment. */
        UNKNOWN
    }

    /** How it is with this queue now. Waits some seconds at most. */
    Status of(String queue);
}
