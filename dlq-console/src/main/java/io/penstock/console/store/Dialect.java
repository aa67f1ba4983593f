package io.penstock.console.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Properties;
import java.util.Set;

/** Which kind of database it is, for the few statements that the two write differently. */
public enum Dialect {
    H2,
    POSTGRESQL;

    /** Unique violation, serialization failure, deadlock (PostgreSQL), lock time-out (H2). */
    private static final Set<String> COLLISIONS = Set.of("23505", "40001", "40P01", "HYT00");

    /**
     * Returns the kind of database behind a URL.
     *
     * @throws IllegalArgumentException if it is neither of the two
     */
    public static Dialect of(String jdbcUrl) {
        if (jdbcUrl.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (jdbcUrl.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException("the console keeps its data in PostgreSQL (jdbc:postgresql://host/name) or"
                + " in an H2 file (jdbc:h2:file:/path), not in what this URL names");
    }

    /** The URL with what the console relies on. */
    String url(String jdbcUrl) {
        return switch (this) {
            // a commit must outlive the process at once; H2 would write it up to half a second later
            case H2 -> jdbcUrl + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE";
            case POSTGRESQL -> jdbcUrl;
        };
    }

    Properties connectionProperties() {
        var properties = new Properties();
        if (this == POSTGRESQL) {
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("connectTimeout", "5");
            // a server that has vanished must not hold the collector for ever; no statement of ours takes so long
            properties.setProperty("socketTimeout", "120");
            properties.setProperty("ApplicationName", "penstock-console");
        }
        return properties;
    }

    /** Whether a statement failed because of another transaction and may succeed when it is tried again. */
    static boolean isCollision(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && COLLISIONS.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a statement failed because the database cannot be reached or shuts down: SQL states of class 08 and 57. */
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                return state.startsWith("08") || state.startsWith("57");
            }
        }
        return false;
    }
}
