package io.penstock.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import io.penstock.testbed.RedisServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A plain Redis client that reads the streams of users. */
final class NotificationReader implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final RedisClient client;
    private final RedisCommands<String, String> redis;

    NotificationReader(RedisServer server) {
        client = RedisClient.create(server.url());
        redis = client.connect().sync();
    }

    RedisCommands<String, String> redis() {
        return redis;
    }

    /** The entries of a user's stream, oldest first. */
    List<Map<String, String>> of(String user) {
        return redis.xrange("notifications:" + user, Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .toList();
    }

    List<Map<String, String>> await(String user, int atLeast) {
        return Awaitility.await(atLeast + " notifications of " + user)
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> of(user), entries -> entries.size() >= atLeast);
    }

    /** Waits until the user was told of each of these jobs, be it more than once. */
    void awaitJobs(String user, Set<String> jobIds) {
        Awaitility.await("notifications of " + user + " for all jobs")
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> jobIds(of(user)).containsAll(jobIds));
    }

    private static Set<String> jobIds(List<Map<String, String>> entries) {
        return entries.stream().map(NotificationReader::jobId).collect(Collectors.toSet());
    }

    private static String jobId(Map<String, String> entry) {
        try {
            return JSON.readTree(entry.get("data")).get("job_id").textValue();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
