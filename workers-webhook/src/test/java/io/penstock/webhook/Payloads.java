package io.penstock.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.internal.job.Json;

/** Payloads as they come from a queue. */
final class Payloads {
    /** That of the specification. */
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private Payloads() {}

    /** The smallest one for {@code url}. */
    static WebhookPayload to(String url) {
        return with(url, "");
    }

    /** With further fields, in JSON with single quotes; they replace usual ones. */
    static WebhookPayload with(String url, String more) {
        try {
            ObjectNode payload = Json.PAYLOADS.createObjectNode();
            payload.put("url", url);
            payload.put("event_type", "invoice.paid");
            payload.putObject("data").put("id", 42);
            payload.put("secret", SECRET);
            JsonNode fields = Json.PAYLOADS.readTree("{" + more.replace('\'', '"') + "}");
            fields.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    payload.remove(field.getKey());
                } else {
                    payload.set(field.getKey(), field.getValue());
                }
            });
            return Json.PAYLOADS.readValue(payload.toString(), WebhookPayload.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
