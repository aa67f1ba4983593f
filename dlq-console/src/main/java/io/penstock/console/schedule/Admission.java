package io.penstock.console.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.schema.Violation;
import io.penstock.internal.job.Json;
import java.util.List;
import java.util.Objects;

/**
 * What a schedule needs of the place where it is to run.
 *
 * @param schemas        what payloads look like, so that nothing is found wrong only when it is due
 * @param largestPayload what workers take, in bytes
 * @param endsAreHeard   whether the console hears of the ends of jobs
 */
record Admission(PayloadSchemas schemas, int largestPayload, boolean endsAreHeard) {

    /** @throws InvalidScheduleException if something does not fit */
    void check(Definition definition) {
        if (!endsAreHeard && definition.policy().overlap() == Overlap.SKIP) {
            throw new InvalidScheduleException(
                    "overlap", "expected allow, as the console hears of no job's end without KAFKA_BOOTSTRAP_SERVERS");
        }
        JobTemplate job = definition.job();
        if (job.payload().length() > largestPayload) {
            throw new InvalidScheduleException(
                    "payload", "expected at most the " + largestPayload + " bytes of PENSTOCK_MAX_PAYLOAD");
        }
        String type = Objects.requireNonNullElseGet(
                job.type(), () -> schemas.defaultType(job.queue()).orElse(""));
        List<Violation> violations = check(type, job.payload());
        if (!violations.isEmpty()) {
            Violation first = violations.getFirst();
            throw InvalidScheduleException.ofPayload(first.field(), type, first.detail());
        }
    }

    private List<Violation> check(String type, String payload) {
        try {
            return schemas.check(type, Json.PAYLOADS.readTree(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload that was read and cannot be read again", e);
        }
    }
}
