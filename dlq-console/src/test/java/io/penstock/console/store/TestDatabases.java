package io.penstock.console.store;

import io.penstock.testbed.PostgresServer;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases of both kinds for tests. */
public final class TestDatabases {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestDatabases() {}

    /** A new one. */
    public static Database open(Dialect dialect, PostgresServer postgres) {
        return Database.open(settings(dialect, postgres));
    }

    /** Where a new one is. */
    public static DatabaseSettings settings(Dialect dialect, PostgresServer postgres) {
        String name = "console_" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
        return switch (dialect) {
            case H2 -> new DatabaseSettings("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "", "", 6);
            case POSTGRESQL ->
                new DatabaseSettings(postgres.createDatabase(name), postgres.user(), postgres.password(), 6);
        };
    }
}
