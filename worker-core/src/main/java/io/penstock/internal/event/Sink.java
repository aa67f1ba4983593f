package io.penstock.internal.event;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A receiver of events outside of RabbitMQ. Thread-safe; never blocks the caller. */
public interface Sink extends AutoCloseable {

    /** {@code kafka} or {@code redis}: spooled events are marked with it. */
    String name();

    /** False for events that this sink has no use for. */
    boolean wants(JobEvent.Kind kind, @Nullable String user);

    /** Completes when the event is durable with the receiver; fails if that is not known for sure. */
    CompletionStage<Void> deliver(JobEvent event);

    /** True if the receiver refuses this one event, and would take others: that is no outage. */
    boolean refusesOnly(Throwable failure);

    /** Gives up what is under way and releases connections. */
    @Override
    void close();
}
