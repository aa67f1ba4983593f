package io.penstock.internal.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.RetryPolicy;
import io.penstock.internal.config.QueueConfig;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Jobs, deliveries and handlers as the tests need them. */
final class Given {
    /** When all deliveries here were received. */
    static final Instant RECEIVED = Instant.parse("2030-01-31T12:00:00Z");

    private Given() {}

    static Job job(int attempt, int maxAttempts) {
        return job("j-1", null, attempt, maxAttempts);
    }

    static Job job(String id, String replayId, int attempt, int maxAttempts) {
        return new Job(
                id, "t.x", "q", null, null, attempt, maxAttempts, RECEIVED, null, null, replayId, null, null, Map.of());
    }

    static QueueConfig queue(String name, String defaultType) {
        return new QueueConfig(
                name, defaultType, 20, 50, Duration.ofMinutes(5), 8, RetryPolicy.fixed(Duration.ofSeconds(1)), null);
    }

    static Delivery delivery(BasicProperties properties, byte[] body) {
        return new Delivery(1, properties, body, RECEIVED, () -> {});
    }

    static Envelope envelope(BasicProperties properties, byte[] body) {
        return new Envelope(delivery(properties, body), new Lane("q", false));
    }

    static Envelope envelope(BasicProperties properties) {
        return envelope(properties, "{}".getBytes(StandardCharsets.UTF_8));
    }

    static Envelope envelope(Map<String, Object> headers) {
        return envelope(properties(headers).build());
    }

    /** Properties of job j-1 with these headers, which may have null values. */
    static BasicProperties.Builder properties(Map<String, Object> headers) {
        return new BasicProperties.Builder().messageId("j-1").headers(new HashMap<>(headers));
    }

    /** A handler that is only looked at, or does what it is told. */
    record Handler<P>(String type, Class<P> payloadType, Body<P> body) implements JobHandler<P> {

        /** What the handler does. */
        interface Body<P> {
            Outcome run(P payload, JobContext context) throws Exception;
        }

        @Override
        public String queue() {
            return "q";
        }

        @Override
        public Outcome handle(P payload, JobContext context) throws Exception {
            return body.run(payload, context);
        }
    }
}
