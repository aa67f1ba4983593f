package io.penstock.console.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Sessions of users, in the database so that every console knows them and a restart ends none. Thread-safe. */
public final class Sessions {
    private static final Duration SEEN_PRECISION = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration idle;
    private final Duration lifetime;

    /**
     * @param idle     after how long without a call a session ends
     * @param lifetime after how long a session ends at the latest
     */
    public Sessions(Jdbi jdbi, Clock clock, Duration idle, Duration lifetime) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.idle = idle;
        this.lifetime = lifetime;
    }

    /**
     * A session that has just begun.
     *
     * @param session the session
     * @param secret  what the cookie holds
     */
    public record Begun(Session session, String secret) {
        @Override
        public String toString() {
            return "Begun[session=" + session + "]";
        }
    }

    /** Begins a session, always under a new secret; those that are over are forgotten. */
    public Begun begin(User user) {
        Instant now = now();
        String secret = Secrets.create();
        Session session = session(secret, now.plus(lifetime));
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "DELETE FROM console_session WHERE expires_at < ? OR last_seen_at < ?", now, now.minus(idle));
            handle.execute(
                    "INSERT INTO console_session (hash, user_id, last_seen_at, expires_at) VALUES (?, ?, ?, ?)",
                    session.hash(),
                    user.id(),
                    now,
                    session.expiresAt());
            handle.execute("UPDATE console_user SET last_login_at = ? WHERE id = ?", now, user.id());
        });
        return new Begun(session, secret);
    }

    private static Session session(String secret, Instant expiresAt) {
        return new Session(Secrets.hash(secret), Secrets.derive(secret, "csrf"), expiresAt);
    }

    /** Whoever holds this cookie, if the session is not over and the user not disabled. */
    public Optional<Principal> authenticate(String secret) {
        Instant now = now();
        String hash = Secrets.hash(secret);
        Optional<Principal> found = jdbi.withHandle(
                handle -> handle.createQuery("SELECT u.id, u.name, u.role, u.may_reveal, u.tenants, s.expires_at"
                                + " FROM console_session s JOIN console_user u ON u.id = s.user_id"
                                + " WHERE s.hash = :hash AND s.expires_at > :now AND s.last_seen_at > :idleSince"
                                + " AND NOT u.disabled")
                        .bind("hash", hash)
                        .bind("now", now)
                        .bind("idleSince", now.minus(idle))
                        .map((row, context) -> principal(row, secret))
                        .findOne());
        if (found.isPresent()) {
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE console_session SET last_seen_at = ? WHERE hash = ? AND last_seen_at < ?",
                    now,
                    hash,
                    now.minus(SEEN_PRECISION)));
        }
        return found;
    }

    private static Principal principal(ResultSet row, String secret) throws SQLException {
        return new Principal(
                Principal.Kind.USER,
                row.getLong("id"),
                row.getString("name"),
                GrantColumns.read(row),
                session(secret, GrantColumns.needInstant(row, "expires_at")));
    }

    /** Ends a session. */
    public void end(Session session) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM console_session WHERE hash = ?", session.hash()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
