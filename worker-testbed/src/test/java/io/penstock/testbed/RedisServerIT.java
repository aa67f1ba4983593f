package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testbed.internal.redis.RespConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.REDIS)
class RedisServerIT {
    private final RedisServer redis;

    RedisServerIT(RedisServer redis) {
        this.redis = redis;
    }

    @Test
    void a_killed_server_comes_back_with_its_data() throws IOException {
        try (RespConnection connection = connect()) {
            connection.send("SET", "killed", "still there");
        }

        redis.kill();
        assertThat(redis.isRunning()).isFalse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        redis.start();
        assertThat(valueOf("killed")).isEqualTo("still there");
    }

    @Test
    void a_restarted_server_has_its_data() throws IOException {
        try (RespConnection connection = connect()) {
            connection.send("SET", "restarted", "still there");
        }

        redis.restart();

        assertThat(valueOf("restarted")).isEqualTo("still there");
    }

    @Test
    void a_server_that_lost_its_data_comes_back_empty() throws IOException {
        try (RespConnection connection = connect()) {
            connection.send("SET", "lost", "gone");
        }

        redis.killAndLoseData();
        redis.start();

        assertThat(valueOf("lost")).isEmpty();
    }

    @Test
    void a_paused_server_answers_nobody_until_it_is_resumed() throws IOException {
        redis.pause();
        assertThat(redis.isRunning()).isTrue();
        assertThatThrownBy(this::connect).isInstanceOf(SocketTimeoutException.class);

        redis.resume();
        assertThat(valueOf("nothing")).isEmpty();
    }

    @Test
    void cut_connections_are_noticed_and_new_ones_are_accepted() throws IOException {
        try (RespConnection connection = connect()) {
            redis.cutConnections();

            assertThatThrownBy(() -> connection.send("PING")).isInstanceOf(IOException.class);
        }
        assertThat(valueOf("nothing")).isEmpty();
    }

    @Test
    void nobody_gets_in_without_the_password() {
        int port = URI.create(redis.url()).getPort();

        assertThatThrownBy(() -> new RespConnection(port, "guessed")).hasMessageContaining("WRONGPASS");
    }

    private String valueOf(String key) throws IOException {
        try (RespConnection connection = connect()) {
            return connection.send("GET", key);
        }
    }

    private RespConnection connect() throws IOException {
        URI url = URI.create(redis.url());
        RespConnection connection =
                new RespConnection(url.getPort(), url.getUserInfo().substring(1));
        connection.send("SELECT", url.getPath().substring(1));
        return connection;
    }
}
