package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** The JSON Schemas of records, as {@link ApiJson} reads and writes them. Named records are collected once each. */
final class SchemaOf {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode components;

    /** @param components where the schemas of records go, by name */
    SchemaOf(ObjectNode components) {
        this.components = components;
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** A reference to the schema of a record. */
    ObjectNode record(Class<?> type) {
        String name = type.getSimpleName();
        if (!components.has(name)) {
            ObjectNode schema = components.putObject(name);
            schema.put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = schema.putArray("required");
            for (RecordComponent component : type.getRecordComponents()) {
                String property = snakeCase(component.getName());
                properties.set(property, of(component.getAnnotatedType()));
                if (!RequestReader.Completeness.isOptional(component.getAnnotatedType())) {
                    required.add(property);
                }
            }
        }
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode of(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic && annotated instanceof AnnotatedParameterizedType arguments) {
            return generic(generic, arguments);
        }
        return type instanceof Class<?> plain ? plain(plain) : JSON.objectNode();
    }

    private ObjectNode generic(ParameterizedType type, AnnotatedParameterizedType annotated) {
        AnnotatedType[] arguments = annotated.getAnnotatedActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        ObjectNode schema = JSON.objectNode();
        if (Collection.class.isAssignableFrom(raw)) {
            schema.put("type", "array").set("items", of(arguments[0]));
        } else if (Map.class.isAssignableFrom(raw)) {
            schema.put("type", "object").set("additionalProperties", of(arguments[1]));
        }
        return schema;
    }

    private ObjectNode plain(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isEnum()) {
            ArrayNode words = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
        } else if (type == String.class) {
            schema.put("type", "string");
        } else if (type == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type == boolean.class || type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type == double.class || type == Double.class) {
            schema.put("type", "number");
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            schema.put("type", "integer");
        } else if (!JsonNode.class.isAssignableFrom(type) && type != Object.class) {
            throw new IllegalArgumentException("no JSON Schema for " + type);
        }
        return schema;
    }
}
