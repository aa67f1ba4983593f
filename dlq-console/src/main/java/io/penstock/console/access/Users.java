package io.penstock.console.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The users in the database. Safe for use by many threads. */
public final class Users {
    private static final String COLUMNS =
            "id, name, role, may_reveal, tenants, external_id, disabled, created_at, last_login_at";

    private final Jdbi jdbi;
    private final Passwords passwords;
    private final Clock clock;

    public Users(Jdbi jdbi, Passwords passwords, Clock clock) {
        this.jdbi = jdbi;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** All users by name. */
    public List<User> all() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_user ORDER BY name")
                .map((row, context) -> read(row))
                .list());
    }

    /** The user with this id. */
    public Optional<User> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_user WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /** A new user with a password; empty if the name is taken. */
    public Optional<User> create(String name, String password, Grants grants) {
        String hash = passwords.hash(password);
        return insert(name, hash, null, grants);
    }

    private Optional<User> insert(
            String name, @Nullable String passwordHash, @Nullable String externalId, Grants grants) {
        String sql = "INSERT INTO console_user"
                + " (name, password_hash, external_id, role, may_reveal, tenants, disabled, created_at)"
                + " VALUES (:name, :password, :external, :role, :mayReveal, :tenants, FALSE, :now)";
        try {
            long id = jdbi.withHandle(handle -> GrantColumns.bind(handle.createUpdate(sql), grants)
                    .bind("name", name)
                    .bind("password", passwordHash)
                    .bind("external", externalId)
                    .bind("now", now())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one());
            return byId(id);
        } catch (UnableToExecuteStatementException e) {
            if (isDuplicate(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Both databases say so with the same SQL state. */
    static boolean isDuplicate(UnableToExecuteStatementException failure) {
        return failure.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState());
    }

    /**
     * The user whom the identity provider named, created when first seen; what was given is what it says now. Empty if
     * somebody else has the name.
     */
    public Optional<User> fromProvider(String externalId, String name, Grants grants) {
        String sql = "UPDATE console_user SET name = :name, role = :role, may_reveal = :mayReveal, tenants = :tenants"
                + " WHERE external_id = :external";
        try {
            int known = jdbi.withHandle(handle -> GrantColumns.bind(handle.createUpdate(sql), grants)
                    .bind("name", name)
                    .bind("external", externalId)
                    .execute());
            return known == 0 ? insert(name, null, externalId, grants) : byExternalId(externalId);
        } catch (UnableToExecuteStatementException e) {
            if (isDuplicate(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<User> byExternalId(String externalId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_user WHERE external_id = :external")
                        .bind("external", externalId)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /** The user who has this name and this password, unless disabled. Takes as long for a name that nobody has. */
    public Optional<User> authenticate(String name, String password) {
        Optional<String> stored = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT password_hash FROM console_user WHERE name = :name AND password_hash IS NOT NULL")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
        if (stored.isEmpty()) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        if (!passwords.matches(password, stored.get())) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS
                        + " FROM console_user WHERE name = :name" + " AND password_hash = :stored AND NOT disabled")
                .bind("name", name)
                .bind("stored", stored.get())
                .map((row, context) -> read(row))
                .findOne());
    }

    /** Changes what a user was given, and whether calls are refused. */
    public void change(long id, Grants grants, boolean disabled) {
        String sql = "UPDATE console_user SET role = :role, may_reveal = :mayReveal, tenants = :tenants,"
                + " disabled = :disabled WHERE id = :id";
        jdbi.useHandle(handle -> GrantColumns.bind(handle.createUpdate(sql), grants)
                .bind("disabled", disabled)
                .bind("id", id)
                .execute());
    }

    /** Gives a user another password and ends all of the user's sessions. */
    public void changePassword(long id, String password) {
        String hash = passwords.hash(password);
        jdbi.useTransaction(handle -> {
            handle.execute("UPDATE console_user SET password_hash = ? WHERE id = ?", hash, id);
            handle.execute("DELETE FROM console_session WHERE user_id = ?", id);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static User read(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("name"),
                GrantColumns.read(row),
                row.getString("external_id") != null,
                row.getBoolean("disabled"),
                GrantColumns.needInstant(row, "created_at"),
                GrantColumns.instant(row, "last_login_at"));
    }
}
