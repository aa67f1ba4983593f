package io.penstock.internal.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Retry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Events that could not be delivered yet, in the durable queue {@code penstock.events.spool}. Thread-safe. */
public final class Spool {
    private static final String FOR = "penstock-spool-for";
    private static final String USER = "penstock-user";

    private final Publisher publisher;
    private final MeterRegistry meters;

    public Spool(Publisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.meters = meters;
    }

    /** Leaves an event for the workers to deliver to Kafka. Completes when RabbitMQ has it. */
    public CompletionStage<Void> leaveForKafka(JobEvent event) {
        return store("kafka", event);
    }

    /** An event taken from the spool, and the name of the sink that it is for. */
    record Spooled(String sink, JobEvent event) {}

    /** Starts the counter of a sink at zero, so that its first spooled event shows as an increase. */
    void startCounting(String sink) {
        counter(sink);
    }

    private Counter counter(String sink) {
        return meters.counter("penstock.events.spooled", "sink", sink);
    }

    /** Completes when RabbitMQ has the event; tries until then. */
    CompletionStage<Void> store(String sink, JobEvent event) {
        Map<String, Object> headers = new HashMap<>(event.headers());
        headers.put(FOR, sink);
        String user = event.user();
        if (user != null) {
            headers.put(USER, user);
        }
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .headers(headers)
                .build();
        counter(sink).increment();
        return persist(Message.toQueue(Names.SPOOL, properties, event.data()));
    }

    private CompletionStage<Void> persist(Message message) {
        return Retry.untilConfirmed(() -> publisher.publishOnce(message), failure -> !publisher.isClosed());
    }

    /** @throws IllegalArgumentException if the message is none of ours */
    static Spooled read(@Nullable BasicProperties properties, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        if (properties != null && properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> headers.put(name, text(value)));
        }
        String sink = headers.get(FOR);
        if (sink == null) {
            throw new IllegalArgumentException("spooled event: expected header " + FOR + ", got none");
        }
        return new Spooled(sink, JobEvent.of(headers, headers.get(USER), body));
    }

    private static String text(Object value) {
        return value instanceof LongString longString
                ? new String(longString.getBytes(), StandardCharsets.UTF_8)
                : String.valueOf(value);
    }
}
