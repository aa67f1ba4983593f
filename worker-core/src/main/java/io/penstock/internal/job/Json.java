package io.penstock.internal.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.stream.Collectors;

/** How payloads are read and events written, and how a payload that does not fit is explained without repeating it. */
public final class Json {
    private Json() {}

    /** Jackson keeps its buffers per thread, and every job has a thread of its own: here they are shared. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    /** Strict: unknown and doubled fields, wrong types and trailing text are errors; numbers keep their precision. */
    public static final JsonMapper PAYLOADS = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .withCoercionConfigDefaults(
                    config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Textual, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .findAndAddModules()
            .build();

    /** For what we write ourselves. */
    public static final JsonMapper EVENTS = JsonMapper.builder(FACTORY)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .findAndAddModules()
            .build();

    /** What is wrong with a payload: the field, what was expected. Never the value, which may be a secret. */
    static String explain(JsonProcessingException problem) {
        return switch (problem) {
            case UnrecognizedPropertyException unknown -> explain(unknown);
            case JsonMappingException mapping -> explain(mapping);
            case StreamConstraintsException limit -> "payload: " + limit.getOriginalMessage() + where(limit);
            default -> "payload: " + mistake(problem) + where(problem);
        };
    }

    private static String explain(UnrecognizedPropertyException unknown) {
        String known = unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
        return "payload field " + path(unknown) + ": expected one of " + known + ", got an unknown field";
    }

    private static String explain(JsonMappingException mapping) {
        String field = "payload field " + path(mapping) + ": ";
        if (mapping instanceof ValueInstantiationException
                && mapping.getCause() instanceof IllegalArgumentException refused) {
            return (mapping.getPath().isEmpty() ? "payload: " : field) + refused.getMessage();
        }
        if (mapping instanceof MismatchedInputException mismatch) {
            return field + "expected " + typeOf(mismatch) + ", got something else or nothing";
        }
        return field + "not valid" + where(mapping);
    }

    /** The parser says in words alone that a field was doubled; its words hold the field's name and no value. */
    private static String mistake(JsonProcessingException problem) {
        return problem.getOriginalMessage().startsWith("Duplicate ")
                ? "expected each field once, got one twice"
                : "expected valid JSON, got a mistake";
    }

    private static String typeOf(MismatchedInputException mismatch) {
        Class<?> type = mismatch.getTargetType();
        return type == null ? "another type" : type.getSimpleName();
    }

    private static String path(JsonMappingException problem) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : problem.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "(root)" : path.toString();
    }

    private static String where(JsonProcessingException problem) {
        JsonLocation location = problem.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
