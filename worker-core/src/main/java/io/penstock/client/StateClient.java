package io.penstock.client;

import io.lettuce.core.RedisException;
import io.penstock.internal.redis.Redis;
import io.penstock.internal.state.RedisState;
import io.penstock.spi.state.SharedState;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** The state that workers share, for operators' tools. Thread-safe. */
public final class StateClient implements AutoCloseable {
    private final Redis redis;
    private final SharedState state;

    private StateClient(Redis redis) {
        this.redis = redis;
        this.state = new RedisState(redis);
    }

    /**
     * Connects, as a tool has nothing to say while Redis is away.
     *
     * @param redisUrl {@code REDIS_URL} of the workers
     * @throws IllegalArgumentException if it is no such URL
     * @throws IOException if Redis does not answer
     */
    public static StateClient connect(String redisUrl) throws IOException {
        Redis redis = new Redis(redisUrl);
        try {
            redis.ping();
            return new StateClient(redis);
        } catch (RedisException | CompletionException e) {
            redis.close();
            throw new IOException("Redis does not answer", e);
        }
    }

    /** What the workers share. */
    public SharedState state() {
        return state;
    }

    @Override
    public void close() {
        redis.close();
    }
}
