package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.POSTGRES)
class PostgresServerIT {
    private final PostgresServer postgres;

    PostgresServerIT(PostgresServer postgres) {
        this.postgres = postgres;
    }

    @Test
    void a_killed_server_comes_back_with_what_was_committed() throws SQLException {
        String url = postgres.createDatabase("killed");
        try (Connection connection = connect(url)) {
            update(connection, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        postgres.kill();
        assertThat(postgres.isRunning()).isFalse();
        assertThatThrownBy(() -> connect(url)).isInstanceOf(SQLException.class);

        postgres.start();
        assertThat(answer(url)).isEqualTo(42);
    }

    @Test
    void a_restart_does_not_wait_for_clients_to_leave() throws SQLException {
        String url = postgres.createDatabase("restarted");
        try (Connection connection = connect(url)) {
            update(connection, "CREATE TABLE kept AS SELECT 43 AS answer");

            postgres.restart();

            assertThat(connection.isValid(1)).isFalse();
        }
        assertThat(answer(url)).isEqualTo(43);
    }

    @Test
    void a_paused_server_answers_nobody_until_it_is_resumed() throws SQLException {
        postgres.pause();
        assertThat(postgres.isRunning()).isTrue();
        assertThatThrownBy(() -> connect(postgres.jdbcUrl() + "?connectTimeout=1&loginTimeout=1"))
                .isInstanceOf(SQLException.class);

        postgres.resume();
        try (Connection connection = connect(postgres.jdbcUrl())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void cut_connections_are_noticed_and_new_ones_are_accepted() throws SQLException {
        try (Connection connection = connect(postgres.jdbcUrl())) {
            postgres.cutConnections();

            assertThatThrownBy(() -> update(connection, "CREATE TABLE never (id INT)"))
                    .isInstanceOf(SQLException.class);
        }
        try (Connection connection = connect(postgres.jdbcUrl())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void nobody_gets_in_without_the_password() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guessed"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void a_name_that_is_no_name_of_a_database_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> postgres.createDatabase("a; DROP DATABASE penstock"))
                .withMessageContaining("not: a; DROP");
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, postgres.user(), postgres.password());
    }

    private int answer(String url) throws SQLException {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT answer FROM kept")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
