package io.penstock.internal.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.JobError;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.JobEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the events that tell of a job. Stateless apart from its settings. */
public final class JobEvents {
    private static final Logger log = LoggerFactory.getLogger(JobEvents.class);
    private static final int LARGEST_RESULT = 64 * 1024;
    private static final int LONGEST_MESSAGE = 1_024;

    private final Redactor redactor;
    private final String worker;

    public JobEvents(Redactor redactor, String worker) {
        this.redactor = redactor;
        this.worker = worker;
    }

    JobEvent completed(Envelope envelope, String type, @Nullable Object result, Instant startedAt, Instant now) {
        ObjectNode data = data(envelope, type, startedAt, now);
        data.set("result", json(envelope.id(), result));
        return event(envelope, Kind.COMPLETED, data, now);
    }

    JobEvent retrying(Envelope envelope, String type, JobError error, Duration delay, Instant startedAt, Instant now) {
        ObjectNode data = data(envelope, type, startedAt, now);
        data.set("error", json(error, true));
        data.put("retry_at", now.plus(delay).toString());
        return event(envelope, Kind.RETRYING, data, now);
    }

    JobEvent failed(
            Envelope envelope, String type, JobError error, String reason, @Nullable Instant startedAt, Instant now) {
        ObjectNode data = data(envelope, type, startedAt, now);
        data.set("error", json(error, reason.equals(Verdict.Reason.ATTEMPTS_EXHAUSTED.word())));
        data.put("reason", reason);
        return event(envelope, Kind.FAILED, data, now);
    }

    private ObjectNode data(Envelope envelope, String type, @Nullable Instant startedAt, Instant now) {
        ObjectNode data = Json.EVENTS.createObjectNode();
        data.put("job_id", idOf(envelope));
        data.put("type", type);
        data.put("queue", envelope.queue());
        data.put("tenant", envelope.shortText(Headers.TENANT));
        data.put("user", envelope.shortText(Headers.USER));
        data.put("attempt", envelope.attempt());
        data.put("enqueued_at", envelope.enqueuedAt().toString());
        data.put("started_at", startedAt == null ? null : startedAt.toString());
        data.put("finished_at", now.toString());
        data.put(
                "duration_ms",
                startedAt == null ? 0 : Duration.between(startedAt, now).toMillis());
        data.put("worker", worker);
        putIfKnown(data, "correlation_id", envelope.properties().getCorrelationId());
        putIfKnown(data, "app_id", envelope.properties().getAppId());
        putIfKnown(data, "replay_id", envelope.shortText(Headers.REPLAY_ID));
        putIfKnown(data, "tracestate", envelope.shortText(Headers.TRACESTATE));
        ObjectNode meta = data.putObject("meta");
        envelope.meta().forEach(meta::put);
        return data;
    }

    private static void putIfKnown(ObjectNode data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    private JobEvent event(Envelope envelope, Kind kind, ObjectNode data, Instant now) {
        String replay = envelope.shortText(Headers.REPLAY_ID);
        String jobId = idOf(envelope);
        String id = jobId + (replay == null ? "" : ":" + replay) + ":" + envelope.attempt() + ":" + kind.word();
        return new JobEvent(
                id,
                kind,
                envelope.queue(),
                jobId,
                now,
                envelope.shortText(Headers.TENANT),
                envelope.traceparent(),
                envelope.shortText(Headers.USER),
                data.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The id; for a message that died without one, a name made of its bytes, the same whenever it is told. */
    private static String idOf(Envelope envelope) {
        if (!envelope.id().isEmpty()) {
            return envelope.id();
        }
        byte[] digest = Digests.sha256(envelope.delivery().body());
        return "unnamed-" + HexFormat.of().formatHex(digest, 0, 12);
    }

    private ObjectNode json(JobError error, boolean retryable) {
        return Json.EVENTS
                .createObjectNode()
                .put("class", error.className())
                .put("message", Copies.cut(redactor.mask(error.message()), LONGEST_MESSAGE))
                .put("retryable", retryable);
    }

    /** The effect has happened, so a result that cannot be told must not fail the job. */
    private static @Nullable JsonNode json(String jobId, @Nullable Object result) {
        if (result == null) {
            return null;
        }
        try {
            byte[] bytes = Json.EVENTS.writeValueAsBytes(result);
            if (bytes.length <= LARGEST_RESULT) {
                return Json.EVENTS.readTree(bytes);
            }
            log.warn(
                    "job {} is done; its result of {} bytes is left out of the event (at most {})",
                    jobId,
                    bytes.length,
                    LARGEST_RESULT);
        } catch (JsonProcessingException e) {
            log.warn(
                    "job {} is done; its result cannot be written as JSON and is left out of the event: {}",
                    jobId,
                    e.getOriginalMessage());
        } catch (java.io.IOException e) {
            log.warn("job {} is done; its result is left out of the event: {}", jobId, e.toString());
        }
        return null;
    }
}
