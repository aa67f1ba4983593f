package io.penstock.console.enqueue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.penstock.client.NewJob;
import io.penstock.internal.job.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A job that somebody wants enqueued.
 *
 * @param job    the job, its payload as bytes
 * @param named  whether its id is the caller's own, who may send it again
 * @param digest what two orders of the same job have in common: queue, type and payload, whatever the order of its fields
 */
public record JobOrder(NewJob job, boolean named, String digest) {
    private static final ObjectWriter SORTED = Json.EVENTS.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    /** The job with this payload. */
    public static JobOrder of(NewJob job, boolean named, JsonNode payload) {
        return new JobOrder(job, named, named ? digest(job, payload) : "");
    }

    private static String digest(NewJob job, JsonNode payload) {
        MessageDigest sha256 = sha256();
        for (String part : new String[] {job.queue(), job.type()}) {
            sha256.update(Objects.requireNonNullElse(part, "").getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest(sorted(payload)));
    }

    private static byte[] sorted(JsonNode payload) {
        try {
            return SORTED.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written as JSON", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String id() {
        return job.id();
    }

    /** What tells this job from all others: tenants do not share their ids. No id contains a slash. */
    String key() {
        return Objects.requireNonNullElse(job.tenant(), "") + "/" + job.id();
    }
}
