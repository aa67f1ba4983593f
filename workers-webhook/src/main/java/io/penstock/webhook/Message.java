package io.penstock.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.Job;
import java.nio.charset.StandardCharsets;

/**
 * What is sent: the same bytes at each attempt.
 *
 * @param contentType a media type
 * @param bytes at most {@value #LARGEST}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(String contentType, byte[] bytes) {
    /** In bytes, as the specification advises a good deal less. */
    static final int LARGEST = 256 * 1_024;

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IllegalArgumentException if it is too large */
    static Message of(WebhookPayload payload, Job job) {
        String body = payload.body();
        byte[] bytes = (body == null ? envelope(payload, job) : body).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "data: expected a message of at most " + LARGEST + " bytes, got " + bytes.length);
        }
        return new Message(contentType(payload), bytes);
    }

    private static String envelope(WebhookPayload payload, Job job) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("type", payload.eventType());
        envelope.put("timestamp", job.enqueuedAt().toString());
        envelope.set("data", payload.data());
        try {
            return JSON.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("data: expected JSON that can be written", e);
        }
    }

    private static String contentType(WebhookPayload payload) {
        return payload.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(CustomHeaders.CONTENT_TYPE))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse("application/json");
    }
}
