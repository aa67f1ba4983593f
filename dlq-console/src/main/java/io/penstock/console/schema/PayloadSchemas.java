package io.penstock.console.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.contract.ContractDocuments;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas of payloads by job type, ready to check with. A schema refuses nothing that the type's handler would read; what only
 * the handler can know – that a template exists, that two headers differ in more than letter case – it lets pass. Nothing is
 * fetched from anywhere: a schema that refers to another document is refused when it is loaded. Thread-safe.
 */
public final class PayloadSchemas {
    /** The keyword by which a schema names the queue whose default type it describes. */
    private static final String QUEUE = "x-penstock-queue";

    private static final String EVENTS = "io.penstock.";
    private static final String NOTIFICATION = "notification";

    private final Map<String, Schema> byType = new HashMap<>();
    private final Map<String, String> typeByQueue = new HashMap<>();

    private PayloadSchemas() {}

    /**
     * Those among these documents that are of payloads.
     *
     * @throws ConfigException if one of them is no JSON Schema
     */
    public static PayloadSchemas of(ContractDocuments documents) {
        PayloadSchemas schemas = new PayloadSchemas();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(
                        SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));
        documents.schemas().forEach((name, document) -> {
            if (!name.startsWith(EVENTS) && !name.equals(NOTIFICATION)) {
                schemas.add(registry, name, document);
            }
        });
        return schemas;
    }

    private void add(SchemaRegistry registry, String type, JsonNode document) {
        try {
            Schema schema = registry.getSchema(document);
            schema.initializeValidators();
            byType.put(type, schema);
        } catch (SchemaException e) {
            throw new ConfigException("schema " + type
                    + ": expected a JSON Schema that refers to no other document, got " + e.getMessage());
        }
        String queue = document.path(QUEUE).asText();
        String other = queue.isEmpty() ? null : typeByQueue.putIfAbsent(queue, type);
        if (other != null) {
            throw new ConfigException("schema " + type + ": expected one type for jobs of queue " + queue
                    + " that name none, got " + other + " as well");
        }
    }

    /** True if there is a schema for jobs of this type. */
    public boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** The type of jobs on this queue that name none, if a schema says so. */
    public Optional<String> defaultType(String queue) {
        return Optional.ofNullable(typeByQueue.get(queue));
    }

    /** What is wrong with a payload; empty if nothing, or if no schema is known for the type. */
    public List<Violation> check(String type, JsonNode payload) {
        Schema schema = byType.get(type);
        if (schema == null) {
            return List.of();
        }
        return schema.validate(payload).stream().map(Violation::of).distinct().toList();
    }
}
