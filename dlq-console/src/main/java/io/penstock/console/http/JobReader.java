package io.penstock.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.client.EnqueueException;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.console.enqueue.JobOrder;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.schema.Violation;
import io.penstock.internal.job.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns requests into orders, or throws a {@link ProblemException} that names the field. Thread-safe. */
final class JobReader {
    private final PayloadSchemas schemas;
    private final int largestPayload;

    /** @param largestPayload what workers take, in bytes */
    JobReader(PayloadSchemas schemas, int largestPayload) {
        this.schemas = schemas;
        this.largestPayload = largestPayload;
    }

    JobOrder read(JobRequest request, TenantScope scope) {
        JsonNode payload = request.payload();
        if (!payload.isObject()) {
            throw invalid("payload", "expected one JSON object");
        }
        byte[] bytes = bytes(payload);
        if (bytes.length > largestPayload) {
            throw invalid("payload", "expected at most " + largestPayload + " bytes, got " + bytes.length);
        }
        check(request, payload);
        NewJob job = NewJob.on(request.queue(), bytes);
        job = request.id() == null ? job : job.id(request.id());
        job = request.type() == null ? job : job.type(request.type());
        job = request.user() == null ? job : job.user(request.user());
        job = request.runAt() == null ? job : job.runAt(request.runAt());
        job = request.maxAttempts() == null ? job : job.maxAttempts(request.maxAttempts());
        String tenant = tenant(request.tenant(), scope);
        job = tenant == null ? job : job.tenant(tenant);
        checkNames(job);
        return JobOrder.of(job, request.id() != null, payload);
    }

    private void check(JobRequest request, JsonNode payload) {
        String type = Objects.requireNonNullElseGet(
                request.type(), () -> schemas.defaultType(request.queue()).orElse(""));
        List<Violation> violations = schemas.check(type, payload);
        if (!violations.isEmpty()) {
            Violation first = violations.getFirst();
            String others = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
            throw new ProblemException(Problem.unacceptable(
                    "/payload" + first.field(),
                    "the payload is none of type " + type + ": " + first.field() + ": " + first.detail() + others));
        }
    }

    /** Before anybody looks the job up: what no id may contain tells one tenant's jobs from another's. */
    private static void checkNames(NewJob job) {
        try {
            JobClient.check(job);
        } catch (EnqueueException e) {
            throw new ProblemException(
                    Problem.invalid(Objects.requireNonNullElse(e.field(), "body"), String.valueOf(e.getMessage())));
        }
    }

    /** Whoever acts for one tenant alone need not say for which. */
    private static @Nullable String tenant(@Nullable String wanted, TenantScope scope) {
        Set<String> tenants = scope.tenants();
        if (tenants == null || (wanted != null && scope.includes(wanted))) {
            return wanted;
        }
        if (wanted == null && tenants.size() == 1) {
            return tenants.iterator().next();
        }
        throw new ProblemException(Problem.forbidden("field tenant: expected one of the tenants of the token or user"));
    }

    private static byte[] bytes(JsonNode payload) {
        try {
            return Json.EVENTS.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written as JSON", e);
        }
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(Problem.invalid(field, "field " + field + ": " + detail));
    }
}
