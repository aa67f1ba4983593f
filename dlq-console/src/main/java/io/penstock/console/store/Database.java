package io.penstock.console.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * The console's database, PostgreSQL or an H2 file, with its schema brought up to date. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MOST_ATTEMPTS = 5;

    private final HikariDataSource connections;
    private final Dialect dialect;
    private final Jdbi jdbi;
    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock durability = new ReentrantLock();
    /** Guarded by the lock. */
    private long durable;

    private Database(HikariDataSource connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
        this.jdbi = Jdbi.create(connections);
        // messages end in logs, and what is bound may be a secret
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /**
     * Connects, and migrates the schema to this version's.
     *
     * @param settings where the database is
     */
    public static Database open(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings.jdbcUrl());
        var config = new HikariConfig();
        config.setJdbcUrl(dialect.url(settings.jdbcUrl()));
        config.setDataSourceProperties(dialect.connectionProperties());
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setPoolName("console");
        var connections = new HikariDataSource(config);
        try {
            migrate(connections, dialect);
            return new Database(connections, dialect);
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

    /** Returns which kind of database it is. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Does some work in one transaction, once more if it was in another transaction's way: when two of them insert the
     * same row or wait for each other, the database fails one.
     *
     * @param work must be content with being done again from its beginning
     */
    public <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        return untilItFits(() -> jdbi.inTransaction(work));
    }

    /** What some hundred calls a second do: with JDBC alone, as JDBI takes longer over one row than the database does. */
    @FunctionalInterface
    public interface PlainWork<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The same for work that is one statement, which is a transaction by itself: without a round trip to end it. */
    public <T> T inStatement(PlainWork<T> work) {
        return untilItFits(() -> plainly(work));
    }

    /** The same as a transaction. */
    public <T> T inPlainTransaction(PlainWork<T> work) {
        return untilItFits(() -> plainly(connection -> {
            connection.setAutoCommit(false); // until it is back in the pool
            T result = work.on(connection);
            connection.commit();
            return result;
        }));
    }

    /** The pool rolls back what was not committed. */
    private <T> T plainly(PlainWork<T> work) {
        try (Connection connection = connections.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StatementFailure(e);
        }
    }

    private static final class StatementFailure extends JdbiException {
        @Serial
        private static final long serialVersionUID = 1L;

        StatementFailure(SQLException cause) {
            super(cause);
        }
    }

    private static <T> T untilItFits(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JdbiException e) {
                if (attempt == MOST_ATTEMPTS || !Dialect.isCollision(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes what was committed outlive a loss of power. PostgreSQL has done so at the commit; H2 leaves it to the
     * operating system unless it is asked, and one such call serves all who committed before it began.
     */
    public void makeDurable() {
        if (dialect == Dialect.H2) {
            long mine = commits.incrementAndGet();
            durability.lock();
            try {
                if (durable < mine) {
                    long all = commits.get();
                    jdbi.useHandle(handle -> handle.execute("CHECKPOINT SYNC"));
                    durable = all;
                }
            } finally {
                durability.unlock();
            }
        }
    }

    /** Whether it answers; waits some seconds at most. */
    public boolean isReachable() {
        try {
            jdbi.useHandle(handle -> handle.execute("SELECT 1"));
            return true;
        } catch (JdbiException e) {
            return false;
        }
    }

    /** Returns access to the database. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Returns the same for libraries that keep tables of their own. */
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public void close() {
        connections.close();
    }
}
