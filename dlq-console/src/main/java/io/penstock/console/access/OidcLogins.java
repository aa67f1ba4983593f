package io.penstock.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Logins through the identity provider that have begun, in the database so that any console can end them. Thread-safe. */
public final class OidcLogins {
    /** How long somebody may take to sign in at the provider. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Clock clock;

    public OidcLogins(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What only the console and the provider know of a login. */
    public record Pending(String nonce, String verifier) {
        @Override
        public String toString() {
            return "Pending[]";
        }
    }

    /**
     * A login that has just begun.
     *
     * @param state   goes with the browser, and must come back from the browser that it went with
     * @param secrets what stays here
     */
    public record Begun(String state, Pending secrets) {
        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    /** Begins a login; those that nobody ended are forgotten. */
    public Begun begin() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Begun begun = new Begun(Secrets.create(), new Pending(Secrets.create(), Secrets.create()));
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM console_login WHERE expires_at < ?", now);
            handle.execute(
                    "INSERT INTO console_login (state_hash, nonce, verifier, expires_at) VALUES (?, ?, ?, ?)",
                    Secrets.hash(begun.state()),
                    begun.secrets().nonce(),
                    begun.secrets().verifier(),
                    now.plus(LONGEST));
        });
        return begun;
    }

    /** Ends a login, once: a state that comes back again is not known any more. */
    public Optional<Pending> end(String state) {
        String hash = Secrets.hash(state);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return jdbi.inTransaction(handle -> {
            Optional<Pending> found = handle.createQuery(
                            "SELECT nonce, verifier FROM console_login WHERE state_hash = :hash AND expires_at > :now")
                    .bind("hash", hash)
                    .bind("now", now)
                    .map((row, context) -> new Pending(row.getString("nonce"), row.getString("verifier")))
                    .findOne();
            int ended = handle.execute("DELETE FROM console_login WHERE state_hash = ?", hash);
            return ended == 1 ? found : Optional.<Pending>empty();
        });
    }
}
