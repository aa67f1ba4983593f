package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job to enqueue.
 *
 * @param queue       where to
 * @param type        absent: the queue's default type
 * @param payload     one JSON object, no larger than workers take
 * @param id          the idempotency key; absent: one is made up
 * @param tenant      on whose behalf it runs
 * @param user        whose notifications tell of its end
 * @param runAt       do not start before
 * @param maxAttempts overrides the queue's
 */
public record JobRequest(
        String queue,
        @Nullable String type,
        JsonNode payload,
        @Nullable String id,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable Instant runAt,
        @Nullable Integer maxAttempts) {

    /** Shows nothing of the payload. */
    @Override
    public String toString() {
        return "JobRequest[queue=" + queue + ", id=" + id + "]";
    }
}
