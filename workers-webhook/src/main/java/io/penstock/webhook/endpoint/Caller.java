package io.penstock.webhook.endpoint;

import io.penstock.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A job that wants to call an endpoint.
 *
 * @param endpoint which: a tenant's own id for it, or scheme, host and port
 * @param tenant on whose behalf; another tenant's endpoint of that id is another endpoint. Empty if there is none
 * @param job unique among jobs
 * @param order by age: the texts of older jobs sort before those of younger ones
 * @param receivedAt when this process received it
 * @param ordered whether it must not overtake an older one
 */
public record Caller(String endpoint, String tenant, String job, String order, Instant receivedAt, boolean ordered) {

    public static Caller of(Job job, Instant receivedAt, String endpoint, boolean ordered) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, receivedAt);
        String order = "%014d.%017d".formatted(job.enqueuedAt().toEpochMilli(), micros);
        String tenant = job.tenant() == null ? "" : job.tenant();
        return new Caller(endpoint, tenant, job.effectKey(), order, receivedAt, ordered);
    }

    /** The name of what is known of the endpoint. */
    String key() {
        return Endpoints.key(tenant, endpoint);
    }

    Duration knownFor(Instant now) {
        return Duration.between(receivedAt, now);
    }
}
