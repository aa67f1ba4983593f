package io.penstock.console.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The console's database, PostgreSQL or an H2 file, with its schema brought up to date. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {

    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private Database(HikariDataSource connections) {
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
    }

    /**
     * Connects, and migrates the schema to this version's.
     *
     * @param settings where the database is
     */
    public static Database open(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setPoolName("console");
        var connections = new HikariDataSource(config);
        try {
            migrate(connections, Dialect.of(settings.jdbcUrl()));
            return new Database(connections);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    private static void migrate(HikariDataSource connections, Dialect dialect) {
        var folder = "classpath:io/penstock/console/store/migration/";
        Flyway.configure()
                .dataSource(connections)
                .locations(folder + "common", folder + dialect.name().toLowerCase(Locale.ROOT))
                .table("penstock_schema_history")
                .load()
                .migrate();
    }

    /** Returns access to the database. */
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        connections.close();
    }
}
