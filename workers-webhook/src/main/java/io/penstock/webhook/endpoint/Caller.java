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
 * @param key names what is known of the endpoint
 * @param job unique among jobs
 * @param order by age: the texts of older jobs sort before those of younger ones
 * @param receivedAt when this process received it
 * @param ordered whether it must not overtake an older one
 */
public record Caller(
        String endpoint, String tenant, String key, String job, String order, Instant receivedAt, boolean ordered) {
    private static final int MILLIS_DIGITS = 14;
    private static final int MICROS_DIGITS = 17;

    public static Caller of(Job job, Instant receivedAt, String endpoint, boolean ordered) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, receivedAt);
        String order = padded(job.enqueuedAt().toEpochMilli(), MILLIS_DIGITS) + '.' + padded(micros, MICROS_DIGITS);
        String tenant = job.tenant() == null ? "" : job.tenant();
        return new Caller(
                endpoint, tenant, Endpoints.key(tenant, endpoint), job.effectKey(), order, receivedAt, ordered);
    }

    /** As texts of equal length, numbers sort as they should. */
    private static String padded(long number, int digits) {
        String text = Long.toString(Math.max(0, number));
        return text.length() < digits ? "0".repeat(digits - text.length()) + text : text;
    }

    Duration knownFor(Instant now) {
        return Duration.between(receivedAt, now);
    }
}
