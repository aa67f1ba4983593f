package io.penstock.torture.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedJob;
import io.penstock.torture.worker.TorturePayload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What jobs look like on the wire. Immutable.
 *
 * @param template the text of every payload; null for our own handler's
 */
record Payloads(@Nullable String template) {
    private static final JsonMapper JSON = new JsonMapper();
    /** Few, so that always failing jobs come to their end. */
    static final int ATTEMPTS_OF_FAILING = 3;

    static final String UNKNOWN_TYPE = "torture.nobody";

    /** When it is due, null for at once. */
    static @Nullable Instant runAt(PlannedJob job) {
        return job.delay().isZero() ? null : Instant.now().plus(job.delay());
    }

    String body(PlannedJob job, @Nullable Instant runAt) {
        if (template != null) {
            return template.replace("${id}", JobPlan.id(job.number())).replace("${number}", "" + job.number());
        }
        String json = json(new TorturePayload(
                job.kind(), job.takes().toMillis(), job.failures(), runAt == null ? 0 : runAt.toEpochMilli()));
        return job.kind() == JobKind.MALFORMED ? malformed(json, job.number() % 2 == 0) : json;
    }

    private static String malformed(String json, boolean cutOff) {
        String open = json.substring(0, json.length() - 1);
        return cutOff ? open : open + ",\"nobody_knows\":1}";
    }

    private static String json(TorturePayload payload) {
        try {
            return JSON.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
