package io.penstock.email;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reads payloads as strictly as the runtime does. Single quotes stand for double ones. */
final class Payloads {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Payloads() {}

    static EmailPayload read(String json) {
        try {
            return STRICT.readValue(json.replace('\'', '"'), EmailPayload.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EmailPayload of(Map<String, Object> fields) {
        return STRICT.convertValue(fields, EmailPayload.class);
    }

    /** A mail to a@example.com with the given further fields, e.g. {@code 'cc': 'b@example.com'}. */
    static EmailPayload with(String fields) {
        return read("{'to': 'a@example.com', 'subject': 'Hi', 'body': 'Hello'"
                + (fields.isEmpty() ? "}" : ", " + fields + "}"));
    }

    /** Why the payload is refused. */
    static String whyRefused(String json) {
        return messageOf(catchThrowable(() -> read(json)));
    }

    /** Why a mail to a@example.com with the given further fields is refused. */
    static String whyRefusedWith(String fields) {
        return messageOf(catchThrowable(() -> with(fields)));
    }

    private static String messageOf(Throwable refusal) {
        Throwable root = refusal;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
