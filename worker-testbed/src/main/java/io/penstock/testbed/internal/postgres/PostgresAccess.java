package io.penstock.testbed.internal.postgres;

/**
 * Where a server is and who may use it.
 *
 * @param port     of the loopback interface
 * @param password of {@link #USER}, who may do everything
 */
public record PostgresAccess(int port, String password) {
    /** Who connects, and the database that is there from the beginning. */
    public static final String USER = "penstock";

    /** The JDBC URL of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }
}
