package io.penstock.testbed.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A JSON Schema (2020-12) of the class path; formats such as {@code date-time} are checked, too. Thread-safe. */
public final class Schema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;
    private final com.networknt.schema.Schema schema;

    private Schema(JsonNode document) {
        this.document = document;
        this.schema = REGISTRY.getSchema(document);
    }

    /** This schema, of whatever version its {@code $schema} says. */
    public static Schema of(JsonNode document) {
        return new Schema(document);
    }

    /**
     * The schema that a jar on the class path carries.
     *
     * @param name the job type, the event's {@code ce_type}, or {@code notification}
     */
    public static Schema named(String name) {
        String path = "META-INF/penstock/schemas/" + name + ".json";
        try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("expected " + path + " on the class path, found none");
            }
            return new Schema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema at this place of it, e.g. {@code $defs/result}; it must not refer to others. */
    public Schema at(String place) {
        JsonNode part = document.at("/" + place);
        if (part.isMissingNode()) {
            throw new IllegalArgumentException("expected " + place + " in the schema, found none");
        }
        return new Schema(part);
    }

    /** The document itself; not to be changed. */
    public JsonNode document() {
        return document;
    }

    /** What is wrong with a document; empty if it fits. */
    public List<String> violations(JsonNode instance) {
        return schema
                .validate(instance, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** Fields of an object that the schema does not describe, though it may allow them. */
    public List<String> undescribed(JsonNode object) {
        return object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(field -> !document.path("properties").has(field))
                .toList();
    }

    /** What is wrong with a document; empty if it fits. */
    public List<String> violations(byte[] json) {
        try {
            return violations(JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
