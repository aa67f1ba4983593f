package io.penstock.internal.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.PublishException;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Retry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells the world of a job's end: Kafka first, then Redis, then – if wanted – everybody on {@code notifications.fanout}.
 * Thread-safe; never blocks.
 */
public final class Outbox implements AutoCloseable {
    private final List<SpooledSink> sinks;
    private final Publisher publisher;
    private final boolean broadcast;

    /**
     * @param sinks in the order in which they are told
     * @param broadcast whether to publish to {@code notifications.fanout} too
     */
    public Outbox(List<Sink> sinks, Publisher publisher, Spool spool, boolean broadcast) {
        this.sinks = sinks.stream().map(sink -> new SpooledSink(sink, spool)).toList();
        this.publisher = publisher;
        this.broadcast = broadcast;
    }

    /** False if nobody would hear of it, so that it need not even be put into words. */
    public boolean wants(JobEvent.Kind kind, @Nullable String user) {
        boolean wanted = broadcast && kind.isTerminal();
        for (SpooledSink sink : sinks) {
            wanted |= sink.sink().wants(kind, user);
        }
        return wanted;
    }

    /** Completes when the event is durable everywhere it belongs, be it in the spool. */
    public CompletionStage<Void> emit(JobEvent event) {
        CompletionStage<Void> told = CompletableFuture.completedStage(null);
        for (SpooledSink sink : sinks) {
            told = told.thenCompose(before -> sink.deliver(event));
        }
        return broadcast && event.kind().isTerminal() ? told.thenCompose(before -> broadcast(event)) : told;
    }

    /** For events that may be missed: no waiting, no spool. */
    public void tryEmit(JobEvent event) {
        sinks.forEach(sink -> sink.tryDeliver(event));
    }

    /** Nobody listening is fine, so a message that no queue wants counts as delivered. */
    private CompletionStage<Void> broadcast(JobEvent event) {
        Map<String, Object> headers = new HashMap<>(event.headers());
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .type(event.kind().type())
                .headers(headers)
                .build();
        Message message = new Message(Names.FANOUT, "", properties, event.data());
        return Retry.untilConfirmed(
                () -> publisher.publishOnce(message).exceptionallyCompose(failure -> {
                    PublishException publishing = PublishException.in(failure);
                    boolean nobodyListens = publishing != null && publishing.kind() == PublishException.Kind.UNROUTABLE;
                    return nobodyListens
                            ? CompletableFuture.completedStage(null)
                            : CompletableFuture.failedStage(failure);
                }),
                failure -> !publisher.isClosed());
    }

    /** How a spooled event fared. */
    public enum Redelivery {
        DELIVERED,
        /** The receiver is away; put the event back and try later. */
        NOT_NOW,
        /** The receiver is there and does not take this event. */
        REFUSED,
        /** This process was not told where the receiver is. Another one may have been. */
        NOT_CONFIGURED
    }

    /**
     * Tries once to deliver an event from the spool. While the receiver is away, one event at a time tries.
     *
     * @throws IllegalArgumentException if the message is no spooled event
     */
    public CompletionStage<Redelivery> redeliver(BasicProperties properties, byte[] body) {
        Spool.Spooled spooled = Spool.read(properties, body);
        for (SpooledSink sink : sinks) {
            if (sink.sink().name().equals(spooled.sink())) {
                return sink.redeliver(spooled.event());
            }
        }
        return CompletableFuture.completedStage(Redelivery.NOT_CONFIGURED);
    }

    /** Whether each configured sink takes events at the moment, by name. */
    public Map<String, Boolean> availability() {
        Map<String, Boolean> availability = new LinkedHashMap<>();
        sinks.forEach(sink -> availability.put(sink.sink().name(), sink.isAvailable()));
        return availability;
    }

    @Override
    public void close() {
        sinks.forEach(sink -> sink.sink().close());
    }
}
