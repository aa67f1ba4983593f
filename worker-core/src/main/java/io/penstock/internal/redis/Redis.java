package io.penstock.internal.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;

/**
 * The Redis server that a process was told of. Thread-safe; opens nothing before a {@link RedisLink} is used.
 *
 * <p>Lettuce would queue commands without bound while it is disconnected and send them later; here a command fails at
 * once, and whoever sent it knows where else to turn. Nor does Lettuce reconnect, as its pauses grow to half a minute:
 * after a loss the next command connects.
 */
public final class Redis implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final int REQUEST_QUEUE = 20_000;
    private static final int DEFAULT_DATABASE = 9;

    private final RedisClient client;
    private final RedisURI uri;

    /** @param url {@code redis://[user:password@]host:port[/database]} or {@code rediss://…}; database 9 if none is named */
    public Redis(String url) {
        uri = parse(url);
        uri.setTimeout(COMMAND_TIMEOUT);
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REQUEST_QUEUE)
                .socketOptions(
                        SocketOptions.builder().connectTimeout(COMMAND_TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                .build());
    }

    private static RedisURI parse(String url) {
        try {
            RedisURI parsed = RedisURI.create(url);
            String path = URI.create(url).getPath();
            if (path == null || path.length() <= 1) {
                parsed.setDatabase(DEFAULT_DATABASE);
            }
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "REDIS_URL: expected redis://user:password@host:port/9, got a URL that cannot be used");
        }
    }

    /** A connection of one's own, for commands that are worth writing each by itself. */
    public <T> RedisLink<T> link(RedisCodec<T, T> codec) {
        return new RedisLink<>(() -> client.connectAsync(codec, uri).thenApply(RedisLink.Open::writingEach));
    }

    /** A connection of one's own, for many small commands: they go out together as soon as earlier ones are answered. */
    public <T> RedisLink<T> gatheringLink(RedisCodec<T, T> codec) {
        return new RedisLink<>(() -> client.connectAsync(codec, uri).thenApply(RedisLink.Open::gathering));
    }

    /** Throws unless the server answers. */
    public void ping() {
        link(StringCodec.UTF8).send(redis -> redis.ping()).toCompletableFuture().join();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
