package io.penstock.launcher.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.Map;

/**
 * An entry of a user's stream in Redis.
 *
 * @param id id of the entry
 * @param eventType {@code job.completed} or {@code job.failed}
 * @param timestamp when it happened, in seconds since 1970
 * @param data what the event tells, as JSON
 */
record Notification(String id, String eventType, String timestamp, String data) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the stream of {@code user} holds. */
    static List<Notification> of(String redisUrl, String user) {
        RedisClient client = RedisClient.create(redisUrl);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().xrange("notifications:" + user, Range.unbounded()).stream()
                    .map(Notification::of)
                    .toList();
        } finally {
            client.shutdown();
        }
    }

    private static Notification of(StreamMessage<String, String> entry) {
        Map<String, String> fields = entry.getBody();
        return new Notification(
                entry.getId(),
                fields.getOrDefault("event_type", ""),
                fields.getOrDefault("timestamp", ""),
                fields.getOrDefault("data", ""));
    }

    String jobId() {
        return json().path("job_id").asText();
    }

    private JsonNode json() {
        try {
            return JSON.readTree(data);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
