package io.penstock.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.internal.redis.Redis;
import io.penstock.spi.state.SharedState;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes and Redis between them. */
@WithServers(ServerKind.REDIS)
class RedisStateIT extends SharedStateContract {
    private final RedisServer server;
    private final Redis redis;
    private final RedisState one;
    private final RedisState other;

    RedisStateIT(RedisServer server) {
        this.server = server;
        redis = new Redis(server.url());
        one = new RedisState(redis);
        other = new RedisState(redis);
    }

    @Override
    SharedState one() {
        return one;
    }

    @Override
    SharedState other() {
        return other;
    }

    @BeforeEach
    void redis_is_there() {
        server.start();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void while_redis_is_away_each_goes_on_from_what_it_saw_last_and_afterwards_they_share_again() {
        increment(one, key);
        increment(one, key);
        read(other, key);
        server.stop();

        assertThat(increment(one, key)).isEqualTo(3);
        assertThat(increment(one, key)).isEqualTo(4);
        assertThat(increment(other, key)).isEqualTo(3);
        assertThat(one.join(key, "a", "1", MINUTE)).isZero();

        server.start();
        await().until(() -> read(one, key).equals("2") && read(other, key).equals("2"));
    }
}
