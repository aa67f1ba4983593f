package io.penstock.console.store;

/** Which kind of database it is, for the few statements that the two write differently. */
public enum Dialect {
    H2,
    POSTGRESQL;

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
}
