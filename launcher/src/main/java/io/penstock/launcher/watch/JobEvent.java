package io.penstock.launcher.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a job. Immutable.
 *
 * @param headers the CloudEvents attributes as headers, {@code ce_id}, {@code ce_type}, {@code ce_subject} and so on
 * @param data what the event tells: {@code job_id}, {@code attempt}, {@code result} or {@code error}, and more
 */
public record JobEvent(Map<String, String> headers, JsonNode data) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What happened. */
    public enum Kind {
        COMPLETED("io.penstock.job.completed.v1"),
        RETRYING("io.penstock.job.retrying.v1"),
        FAILED("io.penstock.job.failed.v1");

        private final String eventType;

        Kind(String eventType) {
            this.eventType = eventType;
        }
    }

    public JobEvent {
        headers = Map.copyOf(headers);
    }

    /** Reads an event; empty if this is not an event about a job, for example one of a later version. */
    static Optional<JobEvent> read(Map<String, String> headers, byte[] body) {
        try {
            JobEvent event = new JobEvent(headers, JSON.readTree(body));
            return kindOf(event.eventType()).isPresent() && event.data().isObject()
                    ? Optional.of(event)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public String jobId() {
        return headers.getOrDefault("ce_subject", "");
    }

    public Kind kind() {
        return kindOf(eventType()).orElseThrow();
    }

    /** True if the job is over: completed or dead-lettered. */
    public boolean isEnd() {
        return kind() != Kind.RETRYING;
    }

    public int attempt() {
        return data.path("attempt").asInt();
    }

    public String queue() {
        return data.path("queue").asText();
    }

    /** Why a failed job was dead-lettered, e.g. {@code rejected}; empty for other events. */
    public String reason() {
        return data.path("reason").asText();
    }

    /** What went wrong, in one line; empty for a completed job. */
    public String error() {
        return data.path("error").path("message").asText();
    }

    private String eventType() {
        return headers.getOrDefault("ce_type", "");
    }

    private static Optional<Kind> kindOf(String eventType) {
        for (Kind kind : Kind.values()) {
            if (kind.eventType.equals(eventType)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
