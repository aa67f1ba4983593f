package io.penstock.internal.ledger;

import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs and events of which only what the ledger looks at matters. */
final class Jobs {
    private Jobs() {}

    static Job job() {
        return job("j-1");
    }

    static Job job(String id) {
        return job(id, "t.x", "q", null);
    }

    static Job job(String id, String type, String queue, @Nullable String tenant) {
        return job(id, type, queue, tenant, 1, null);
    }

    static Job atAttempt(int attempt) {
        return job("j-1", "t.x", "q", null, attempt, null);
    }

    static Job replay(String replayId) {
        return job("j-1", "t.x", "q", null, 1, replayId);
    }

    private static Job job(
            String id, String type, String queue, @Nullable String tenant, int attempt, @Nullable String replayId) {
        return new Job(
                id, type, queue, tenant, null, attempt, 8, Instant.EPOCH, null, null, replayId, null, null, Map.of());
    }

    static JobEvent event(String id) {
        return new JobEvent(
                id,
                JobEvent.Kind.COMPLETED,
                "q",
                "j-1",
                Instant.parse("2030-01-31T12:00:00.123456789Z"),
                "acme",
                null,
                "user-7",
                "{\"result\":\"ü\"}".getBytes(StandardCharsets.UTF_8));
    }
}
