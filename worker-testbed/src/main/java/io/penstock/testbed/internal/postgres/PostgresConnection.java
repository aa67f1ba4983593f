package io.penstock.testbed.internal.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A connection for commands to the server; a server that does not answer within some seconds fails it. */
public final class PostgresConnection implements AutoCloseable {
    private final Connection connection;

    /** Connects to the database that is there from the beginning. */
    public PostgresConnection(PostgresAccess access) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", PostgresAccess.USER);
        properties.setProperty("password", access.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "20");
        properties.setProperty("loginTimeout", "3");
        connection = DriverManager.getConnection(access.jdbcUrl(PostgresAccess.USER), properties);
    }

    /** Executes one statement. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
