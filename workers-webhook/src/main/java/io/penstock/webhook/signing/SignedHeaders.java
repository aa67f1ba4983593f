package io.penstock.webhook.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The three headers by which a receiver knows who sent a webhook, when, and that nobody changed it. */
public final class SignedHeaders {
    private SignedHeaders() {}

    /**
     * Signs with every key, so that receivers may know the old secret or the new one while it is rotated.
     *
     * @param keys at least one, the newest first
     * @param id the same for each attempt
     * @param at the time of this attempt; its second is sent
     * @param body exactly what is sent
     */
    public static Map<String, String> of(List<SigningKey> keys, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] content = content(id + '.' + timestamp + '.', body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature", keys.stream().map(key -> key.sign(content)).collect(Collectors.joining(" ")));
        return headers;
    }

    private static byte[] content(String head, byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(head.length() + body.length);
        content.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        content.writeBytes(body);
        return content.toByteArray();
    }
}
