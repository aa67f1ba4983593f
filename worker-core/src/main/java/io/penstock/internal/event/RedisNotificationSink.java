package io.penstock.internal.event;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notifications in Redis Streams, one stream per user.
 *
 * <p>Lettuce would queue commands without bound while it is disconnected and send them later; here a command fails at
 * once, so that the notification goes to the spool, where it survives this process. Nor does Lettuce reconnect, as its
 * pauses grow to half a minute: after a loss the next notification connects, which the relay of the spool tries every
 * second.
 */
public final class RedisNotificationSink implements Sink {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final int REQUEST_QUEUE = 20_000;
    private static final int DEFAULT_DATABASE = 9;

    private final RedisClient client;
    private final RedisURI uri;
    private final XAddArgs trim;
    private final AtomicReference<@Nullable CompletableFuture<StatefulRedisConnection<String, String>>> connection =
            new AtomicReference<>();

    /**
     * @param url {@code redis://[user:password@]host:port[/database]} or {@code rediss://…}; database 9 if none is named
     * @param maxLength about how many entries a stream keeps
     */
    public RedisNotificationSink(String url, int maxLength) {
        uri = parse(url);
        uri.setTimeout(COMMAND_TIMEOUT);
        trim = XAddArgs.Builder.maxlen(maxLength).approximateTrimming();
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                .build());
    }

    private static RedisURI parse(String url) {
        try {
            RedisURI parsed = RedisURI.create(url);
            String path = java.net.URI.create(url).getPath();
            if (path == null || path.length() <= 1) {
                parsed.setDatabase(DEFAULT_DATABASE);
            }
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "REDIS_URL: expected redis://user:password@host:port/9, got a URL that cannot be used");
        }
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean wants(JobEvent event) {
        return event.user() != null && event.kind() != JobEvent.Kind.RETRYING;
    }

    /** Somebody keeps something else under the name of the user's stream. */
    @Override
    public boolean refusesOnly(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).startsWith("WRONGTYPE");
    }

    @Override
    public CompletionStage<Void> deliver(JobEvent event) {
        return connected().thenCompose(open -> add(open, event));
    }

    private CompletionStage<Void> add(StatefulRedisConnection<String, String> open, JobEvent event) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("event_type", event.kind().notification());
        entry.put("data", event.dataText());
        entry.put("timestamp", Long.toString(event.time().getEpochSecond()));
        return open.async()
                .xadd("notifications:" + event.user(), trim, entry)
                .whenComplete((id, failure) -> {
                    if (failure instanceof RedisCommandTimeoutException && open.isOpen()) {
                        // if the other end has vanished without a word, this connection stays silent for minutes
                        var unused = open.closeAsync();
                    }
                })
                .thenApply(id -> null);
    }

    /** The connection that is open or being opened, or a new one. */
    private CompletionStage<StatefulRedisConnection<String, String>> connected() {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connection.get();
        if (current != null && isUsable(current)) {
            return current;
        }
        CompletableFuture<StatefulRedisConnection<String, String>> attempt = new CompletableFuture<>();
        if (!connection.compareAndSet(current, attempt)) {
            return connected();
        }
        var unused = client.connectAsync(StringCodec.UTF8, uri).whenComplete((open, failure) -> {
            if (failure == null) {
                attempt.complete(open);
            } else {
                attempt.completeExceptionally(failure);
            }
        });
        return attempt;
    }

    private static boolean isUsable(CompletableFuture<StatefulRedisConnection<String, String>> connection) {
        return switch (connection.state()) {
            case RUNNING -> true;
            case SUCCESS -> connection.resultNow().isOpen();
            case FAILED, CANCELLED -> false;
        };
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
