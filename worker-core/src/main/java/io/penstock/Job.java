package io.penstock;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job as its handler sees it. Immutable and safe to share between threads.
 *
 * @param id unique id and idempotency key, 1 to 128 characters of {@code [A-Za-z0-9._:-]}
 * @param type job type, e.g. {@code email.send}
 * @param queue queue that the job was put on; never the name of a quarantine or delay queue
 * @param tenant tenant on whose behalf it runs, null if the producer named none
 * @param user whose notification stream hears of the end of this job, null for nobody
 * @param attempt which attempt this is, from 1
 * @param maxAttempts after how many failed attempts the job is dead-lettered, at least 1
 * @param enqueuedAt when the producer enqueued it, or else when a worker saw it first
 * @param correlationId the producer's correlation id, null if none
 * @param appId the producing application, null if none
 * @param replayId set by an operator's replay, null otherwise
 * @param traceparent W3C trace context, null if none
 * @param tracestate W3C trace state, null if none
 * @param meta the {@code penstock-meta-*} headers without their prefix, never null
 */
public record Job(
        String id,
        String type,
        String queue,
        @Nullable String tenant,
        @Nullable String user,
        int attempt,
        int maxAttempts,
        Instant enqueuedAt,
        @Nullable String correlationId,
        @Nullable String appId,
        @Nullable String replayId,
        @Nullable String traceparent,
        @Nullable String tracestate,
        Map<String, String> meta) {

    public Job {
        meta = Map.copyOf(meta);
    }

    /**
     * Key under which the effect of this job may be recorded elsewhere (idempotency key, Message-ID, object name). The
     * same for every attempt and redelivery; different for each operator's replay.
     */
    public String effectKey() {
        return replayId == null ? id : id + ":" + replayId;
    }
}
