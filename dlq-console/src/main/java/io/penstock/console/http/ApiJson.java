package io.penstock.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.penstock.internal.job.Json;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.Locale;

/**
 * How documents of the API are written and read: snake case, words in lower case, instants as ISO-8601, absent values left out;
 * what is unknown, doubled or of the wrong type is an error.
 */
public final class ApiJson {
    /** For what we answer, and for request bodies. Thread-safe. */
    public static final ObjectMapper MAPPER = withWords(Json.PAYLOADS
            .copy()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .registerModule(module()));

    private ApiJson() {}

    private static ObjectMapper withWords(ObjectMapper mapper) {
        return mapper.setConfig(mapper.getDeserializationConfig().with(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS));
    }

    private static SimpleModule module() {
        return new SimpleModule("console")
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addDeserializer(Instant.class, new MomentReader())
                .addSerializer(new WordWriter());
    }

    private static final class WordWriter extends StdSerializer<Enum<?>> {
        @Serial
        private static final long serialVersionUID = 1L;

        WordWriter() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    private static final class MomentReader extends StdDeserializer<Instant> {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final Parameter SHAPE = Parameter.moment("instant", "");

        MomentReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return (Instant) SHAPE.read(parser.getText());
            } catch (ProblemException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not an instant");
            }
        }
    }
}
