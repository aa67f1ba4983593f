package io.penstock.torture.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import io.penstock.torture.evidence.Event.End;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the notification streams of all users with a plain Redis client. For one thread. */
public final class NotificationReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 1_000;

    private NotificationReader() {}

    /** All notifications. */
    public static List<Event> readAll(String url) {
        RedisClient client = RedisClient.create(url);
        try {
            RedisCommands<String, String> redis = client.connect().sync();
            List<Event> notifications = new ArrayList<>();
            ScanIterator<String> streams = ScanIterator.scan(
                    redis, ScanArgs.Builder.matches("notifications:*").limit(PAGE));
            streams.stream().distinct().forEach(stream -> readInto(notifications, redis, stream));
            return notifications;
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static void readInto(List<Event> notifications, RedisCommands<String, String> redis, String stream) {
        Range<String> range = Range.unbounded();
        List<StreamMessage<String, String>> page;
        do {
            page = redis.xrange(stream, range, Limit.from(PAGE));
            page.forEach(message -> notifications.add(read(message.getBody())));
            if (!page.isEmpty()) {
                range = Range.from(Range.Boundary.excluding(page.getLast().getId()), Range.Boundary.unbounded());
            }
        } while (page.size() == PAGE);
    }

    private static Event read(Map<String, String> entry) {
        try {
            JsonNode data = JSON.readTree(entry.get("data"));
            boolean completed = "job.completed".equals(entry.get("event_type"));
            return new Event(
                    "",
                    data.path("job_id").asText(),
                    completed ? End.COMPLETED : End.FAILED,
                    completed ? null : data.path("reason").asText(),
                    Instant.parse(data.path("finished_at").asText()).toEpochMilli());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a notification that is no JSON", e);
        }
    }
}
