package io.penstock.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a delivered webhook's completion event carries.
 *
 * @param status 200 to 299
 * @param durationMs from the look-up of the host to the end of the response, in milliseconds
 * @param response the first 16 KiB of the response's body
 */
public record WebhookResult(
        int status, @JsonProperty("duration_ms") long durationMs, String response) {}
