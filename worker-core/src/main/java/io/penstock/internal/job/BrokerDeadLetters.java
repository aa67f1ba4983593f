package io.penstock.internal.job;

import io.penstock.JobError;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.Outbox;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world of jobs that the broker dead-lettered without asking us: expired while waiting, or over the delivery
 * limit. The dead letter itself is in {@code <queue>.dlq} already; this reads the copy in {@code penstock.dead.reports}.
 */
public final class BrokerDeadLetters implements DeliveryProcessor {
    private static final Logger log = LoggerFactory.getLogger("io.penstock.job");

    private final Outbox outbox;
    private final JobEvents events;
    private final JobMetrics metrics;
    private final Map<String, String> defaultTypes;

    /** @param defaultTypes type of jobs that name none, by queue */
    public BrokerDeadLetters(Outbox outbox, JobEvents events, JobMetrics metrics, Map<String, String> defaultTypes) {
        this.outbox = outbox;
        this.events = events;
        this.metrics = metrics;
        this.defaultTypes = Map.copyOf(defaultTypes);
    }

    @Override
    public CompletionStage<Runnable> begin(Delivery delivery, Settler settler) {
        return CompletableFuture.completedStage(() -> report(delivery, settler));
    }

    private void report(Delivery delivery, Settler settler) {
        Death death = Death.of(delivery);
        Envelope envelope = Envelope.dead(delivery, new Lane(death.queue(), false));
        String type = envelope.type().isEmpty() ? defaultTypes.getOrDefault(death.queue(), "") : envelope.type();
        JobEvent event = events.failed(envelope, type, death.error(), death.reason(), null, death.at());
        log.error(
                "{} is dead ({}) and waits in {}.dlq: {}",
                Attempt.of(envelope, type).describe(),
                death.reason(),
                death.queue(),
                death.error().message());
        metrics.dead(death.queue(), death.reason());
        settler.ackAfter(outbox.emit(event), delivery);
    }

    /** The broker's record of the last death. */
    private record Death(String queue, String reason, Instant at) {
        private static final String SUSPECTS = ".suspects";

        static Death of(Delivery delivery) {
            Map<String, Object> headers = delivery.properties().getHeaders();
            Object deaths = headers == null ? null : headers.get(Headers.DEATH);
            if (deaths instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map<?, ?> last) {
                String queue = text(last, "queue");
                return new Death(
                        queue.endsWith(SUSPECTS) ? queue.substring(0, queue.length() - SUSPECTS.length()) : queue,
                        text(last, "reason"),
                        last.get("time") instanceof Date date ? date.toInstant() : delivery.receivedAt());
            }
            return new Death("unknown", "unknown", delivery.receivedAt());
        }

        private static String text(Map<?, ?> entry, String name) {
            Object value = entry.get(name);
            return value == null ? "unknown" : Envelope.text(value);
        }

        JobError error() {
            return switch (reason) {
                case "expired" -> JobError.of("io.penstock.Expired", "waited longer than its time to live");
                case "delivery_limit" ->
                    JobError.of("io.penstock.WorkerCrashed", "was delivered too often without being settled");
                default -> JobError.of("io.penstock.DeadLettered", "dead-lettered by the broker: " + reason);
            };
        }
    }
}
