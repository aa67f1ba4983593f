package io.penstock.spi;

import java.util.concurrent.CompletionStage;

/** Where a handler tells the world of what is not the end of a job. Safe to use from any thread; never blocks. */
public interface EventStream {

    /** False if nobody is configured to hear of it, so that the event need not be put together. */
    boolean isHeard();

    /**
     * Publishes an event to where the events of jobs go.
     *
     * @return completes when the event is durable, be it in the spool while Kafka is away; fails only while the process ends
     */
    CompletionStage<Void> tell(HandlerEvent event);
}
