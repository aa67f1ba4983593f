package io.penstock.webhook;

import io.penstock.spi.http.OutboundHttpException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call and what came of it.
 *
 * @param origin scheme, host and port that were called
 * @param at when it began
 * @param took until the end of the response, or of the patience
 * @param reply what the endpoint said, null if it said nothing
 * @param failure why there is no reply, or not a whole one; null if there is
 */
record Attempt(
        String origin,
        Instant at,
        Duration took,
        @Nullable Reply reply,
        @Nullable OutboundHttpException failure) {

    /**
     * A response.
     *
     * @param status from 200
     * @param address that really answered
     * @param retryAfter the header, null if there is none
     * @param excerpt the first 16 KiB of the body as text
     */
    record Reply(int status, String address, @Nullable String retryAfter, String excerpt) {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** One line for people. */
    String summary() {
        if (failure != null && (reply == null || reply.isSuccess())) {
            return String.valueOf(failure.getMessage());
        }
        return reply == null ? origin + " said nothing" : origin + " answered " + reply.status();
    }
}
