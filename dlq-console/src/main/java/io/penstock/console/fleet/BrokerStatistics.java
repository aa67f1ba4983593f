package io.penstock.console.fleet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.console.collect.ManagementApi;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the management API says of all queues. The broker counts every few seconds; so it is asked every two at most. Thread-safe. */
final class BrokerStatistics {
    private static final long KEPT_NANOS = 2_000_000_000L;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String COLUMNS = String.join(
            ",",
            "name",
            "type",
            "durable",
            "arguments",
            "effective_policy_definition",
            "messages_unacknowledged",
            "head_message_timestamp",
            "message_stats.publish_details.rate",
            "message_stats.deliver_get_details.rate",
            "message_stats.ack_details.rate");

    private final ManagementApi api;
    private @Nullable Map<String, QueueFacts> kept;
    private long keptAtNanos;

    BrokerStatistics(ManagementApi api) {
        this.api = api;
    }

    /**
     * All queues by name.
     *
     * @throws IOException if the API does not answer
     */
    synchronized Map<String, QueueFacts> byName() throws IOException, InterruptedException {
        Map<String, QueueFacts> recent = kept;
        if (recent == null || System.nanoTime() - keptAtNanos > KEPT_NANOS) {
            recent = ask();
            kept = recent;
            keptAtNanos = System.nanoTime();
        }
        return recent;
    }

    private Map<String, QueueFacts> ask() throws IOException, InterruptedException {
        Map<String, QueueFacts> facts = new HashMap<>();
        try (InputStream body = api.queues(COLUMNS)) {
            for (JsonNode queue : JSON.readTree(body)) {
                facts.put(queue.path("name").asText(), facts(queue));
            }
        }
        return facts;
    }

    private static QueueFacts facts(JsonNode queue) {
        JsonNode unacked = queue.path("messages_unacknowledged");
        JsonNode head = queue.path("head_message_timestamp");
        return new QueueFacts(
                queue.path("type").asText("classic"),
                queue.path("durable").asBoolean(),
                object(queue.path("arguments")),
                object(queue.path("effective_policy_definition")),
                unacked.isNumber() ? unacked.asLong() : null,
                rates(queue.path("message_stats")),
                head.isNumber() ? Instant.ofEpochSecond(head.asLong()) : null);
    }

    /** An empty object is an empty list in some versions of the broker. */
    private static Map<String, Object> object(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, OBJECT) : Map.of();
    }

    private static QueueFacts.@Nullable Rates rates(JsonNode stats) {
        return stats.isObject() && !stats.isEmpty()
                ? new QueueFacts.Rates(
                        stats.path("publish_details").path("rate").asDouble(),
                        stats.path("deliver_get_details").path("rate").asDouble(),
                        stats.path("ack_details").path("rate").asDouble())
                : null;
    }
}
