package io.penstock.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a route's operation says that it takes, and nothing else. */
final class RequestReader {
    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");

    /** What a name may look like to be told back: whatever else stands in its place was hardly meant as one. */
    private static final Pattern FIELD_NAME = Pattern.compile("[\\w.$-]{1,64}");

    private RequestReader() {}

    /** All parameters by name, with fallbacks for those that are absent. */
    static Map<String, Object> parameters(Route route, Context context) {
        Map<String, Object> values = new HashMap<>();
        List<String> inPath = route.pathNames();
        Map<String, List<String>> query = context.queryParamMap();
        for (Parameter parameter : route.operation().parameters()) {
            String name = parameter.name();
            if (inPath.contains(name)) {
                values.put(name, parameter.read(context.pathParam(name)));
            } else {
                Object value = fromQuery(parameter, query.getOrDefault(name, List.of()));
                if (value != null) {
                    values.put(name, value);
                }
            }
        }
        refuseUnknown(route, query.keySet());
        return values;
    }

    private static @Nullable Object fromQuery(Parameter parameter, List<String> given) {
        if (given.size() > 1) {
            throw new ProblemException(
                    Problem.invalid(parameter.name(), "parameter " + parameter.name() + ": expected it once"));
        }
        if (given.isEmpty()) {
            return parameter.shape() instanceof Parameter.Shape.Whole whole ? whole.fallback() : null;
        }
        return parameter.read(given.getFirst());
    }

    private static void refuseUnknown(Route route, Collection<String> given) {
        List<String> known = route.operation().parameters().stream()
                .map(Parameter::name)
                .filter(name -> !route.pathNames().contains(name))
                .sorted()
                .toList();
        for (String name : given) {
            if (!known.contains(name)) {
                String expected = known.isEmpty() ? "no parameter" : "one of " + String.join(", ", known);
                throw new ProblemException(
                        Problem.malformed("query: expected " + expected + ", got one that is not known"));
            }
        }
    }

    /** The body as the record that the operation takes; null if it takes none, or if one that may be left out is. */
    static @Nullable Object body(Route route, Context context) throws IOException {
        Operation.Takes takes = route.operation().takes();
        if (takes == null) {
            return null;
        }
        String contentType = context.contentType();
        if (contentType == null && takes.optional()) {
            return null;
        }
        if (contentType == null || !JSON.matcher(contentType).matches()) {
            throw new ProblemException(Problem.notJson());
        }
        byte[] bytes = bytes(context, takes.bytes());
        return read(() -> ApiJson.MAPPER.readValue(bytes, takes.type()));
    }

    /** How large the body may be, as far as is known before it is read. */
    static long bodyBytes(Route route, Context context) {
        Operation.Takes takes = route.operation().takes();
        long said = context.req().getContentLengthLong();
        return takes == null ? 0 : said < 0 ? takes.bytes() : Math.min(said, takes.bytes());
    }

    /** A part of a body that is read by itself, as this record. */
    static <T> T record(JsonNode part, Class<T> type) {
        try {
            return read(() -> ApiJson.MAPPER.treeToValue(part, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads something with Jackson. */
    @FunctionalInterface
    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) throws IOException {
        try {
            T body = reading.read();
            if (body == null) {
                throw new ProblemException(Problem.malformed("body: expected a JSON object, got null"));
            }
            Completeness.check(body);
            return body;
        } catch (JsonMappingException e) {
            throw new ProblemException(explain(e));
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformed("body: expected one JSON object with each field once"));
        }
    }

    private static byte[] bytes(Context context, int limit) throws IOException {
        if (context.req().getContentLengthLong() > limit) {
            throw new ProblemException(Problem.tooLarge(limit));
        }
        InputStream in = context.req().getInputStream();
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new ProblemException(Problem.tooLarge(limit));
        }
        return bytes;
    }

    /** Never repeats a value. Our own records say what they expected; Jackson's words may quote what was sent. */
    private static Problem explain(JsonMappingException problem) {
        String field = problem.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        if (problem.getCause() instanceof IllegalArgumentException refused) {
            return Problem.invalid(field.isEmpty() ? "body" : field, "body: " + refused.getMessage());
        }
        if (problem instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            String name = unknown.getPropertyName();
            return FIELD_NAME.matcher(name).matches()
                    ? Problem.invalid(field, "body: expected fields " + known + ", got " + name)
                    : Problem.invalid("body", "body: expected fields " + known + ", got one that is not known");
        }
        if (problem instanceof InvalidFormatException unfit
                && unfit.getTargetType().isEnum()) {
            return Problem.invalid(
                    field.isEmpty() ? "body" : field, "body: expected one of " + words(unfit.getTargetType()));
        }
        if (problem instanceof InvalidFormatException unfit && unfit.getTargetType() == Instant.class) {
            return Problem.invalid(
                    field.isEmpty() ? "body" : field, "body: expected an instant such as 2030-01-31T08:00:00Z");
        }
        return Problem.invalid(
                field.isEmpty() ? "body" : field, "body: expected a value of another type, see /api/v1/openapi.json");
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ApiJson.MAPPER.valueToTree(constant).asText())
                .collect(Collectors.joining(", "));
    }

    /** Records without the fields that they need. */
    static final class Completeness {
        private Completeness() {}

        /** A field of a record: finding out about it by reflection takes longer than reading it. */
        private record Field(String name, Method accessor, boolean optional) {
            static Field of(RecordComponent component) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                return new Field(
                        SchemaOf.snakeCase(component.getName()), accessor, isOptional(component.getAnnotatedType()));
            }

            @Nullable
            Object read(Object owner) {
                try {
                    return accessor.invoke(owner);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("a record that cannot be read", e);
                }
            }
        }

        private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
            @Override
            protected List<Field> computeValue(Class<?> type) {
                return type.isRecord()
                        ? Arrays.stream(type.getRecordComponents())
                                .map(Field::of)
                                .toList()
                        : List.of();
            }
        };

        static void check(Object value) {
            if (value instanceof Collection<?> items) {
                items.forEach(item -> {
                    if (item == null) {
                        throw new ProblemException(Problem.invalid("body", "body: expected no null in a list"));
                    }
                    check(item);
                });
            }
            for (Field field : FIELDS.get(value.getClass())) {
                check(field, field.read(value));
            }
        }

        private static void check(Field field, @Nullable Object value) {
            if (value != null) {
                check(value);
            } else if (!field.optional()) {
                throw new ProblemException(
                        Problem.invalid(field.name(), "body: expected field " + field.name() + ", got none"));
            }
        }

        static boolean isOptional(AnnotatedElement type) {
            return type.isAnnotationPresent(Nullable.class);
        }
    }
}
