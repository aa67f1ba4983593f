package io.penstock.spi;

import io.penstock.Job;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent of a handler.
 *
 * @param id the same whenever the same thing is told again, so that consumers can drop the double
 * @param type the {@code ce_type} without {@code io.penstock.} before and {@code .v1} behind it, e.g.
 *     {@code webhook.attempt}: at most 64 characters of {@code [a-z0-9_.]}, not beginning with {@code job.}
 * @param queue names the source
 * @param subject what it is about, also Kafka's key, by which order is kept: the job's id, or something else's
 * @param time when it happened
 * @param tenant null if unknown
 * @param traceparent W3C trace context, null if unknown
 * @param data what Jackson can write as a JSON object; texts in it have the configured secrets masked
 */
public record HandlerEvent(
        String id,
        String type,
        String queue,
        String subject,
        Instant time,
        @Nullable String tenant,
        @Nullable String traceparent,
        Map<String, ?> data) {

    public HandlerEvent {
        if (!type.matches("[a-z0-9_.]{1,64}") || type.startsWith("job.")) {
            throw new IllegalArgumentException("event type: expected [a-z0-9_.], not job.*, got " + type);
        }
    }

    /**
     * An event about a job.
     *
     * @param id what tells it from the job's other events: the job's effect key is put before it
     */
    public static HandlerEvent about(Job job, String id, String type, Instant time, Map<String, ?> data) {
        return new HandlerEvent(
                job.effectKey() + ":" + id, type, job.queue(), job.id(), time, job.tenant(), job.traceparent(), data);
    }
}
