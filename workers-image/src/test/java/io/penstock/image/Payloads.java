package io.penstock.image;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

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

    static ImagePayload read(String json) {
        try {
            return STRICT.readValue(json.replace('\'', '"'), ImagePayload.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rendition of 100 x 80 to {@code file:///a.jpg} with the given further fields. */
    static Rendition with(String fields) {
        return read("{'source': 'file:///source', 'renditions': [{'name': 'a', 'width': 100, 'height': 80, "
                        + "'output': 'file:///a.jpg'" + (fields.isEmpty() ? "" : ", " + fields) + "}]}")
                .renditions()
                .getFirst();
    }

    /** Why the payload is refused. */
    static String whyRefused(String json) {
        return messageOf(catchThrowable(() -> read(json)));
    }

    /** Why one rendition with the given further fields is refused. */
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
