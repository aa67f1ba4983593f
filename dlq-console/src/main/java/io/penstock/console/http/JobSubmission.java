package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One job, or under {@code jobs} up to {@link #MOST_JOBS} of them, each with the fields of one.
 *
 * @param jobs read one by one, so that one that is wrong does not keep back the others
 */
public record JobSubmission(
        @Nullable List<JsonNode> jobs,
        @Nullable String queue,
        @Nullable String type,
        @Nullable JsonNode payload,
        @Nullable String id,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable Instant runAt,
        @Nullable Integer maxAttempts) {
    /** How many jobs a call may bring. */
    public static final int MOST_JOBS = 1_000;

    /** How large it may be in bytes. */
    static final int BODY = 8 * 1024 * 1024;

    public JobSubmission {
        boolean single = Stream.of(queue, type, payload, id, tenant, user, runAt, maxAttempts)
                .anyMatch(Objects::nonNull);
        if (jobs != null && (single || jobs.isEmpty() || jobs.size() > MOST_JOBS)) {
            throw new IllegalArgumentException("jobs: expected 1 to " + MOST_JOBS + ", and no other field beside it");
        }
    }

    /** The only job. */
    JobRequest one() {
        return new JobRequest(
                need("queue", queue), type, need("payload", payload), id, tenant, user, runAt, maxAttempts);
    }

    private static <T> T need(String field, @Nullable T value) {
        if (value == null) {
            throw new ProblemException(Problem.invalid(field, "body: expected field " + field + ", got none"));
        }
        return value;
    }

    @Override
    public String toString() {
        return "JobSubmission[" + (jobs == null ? one() : jobs.size() + " jobs") + "]";
    }
}
