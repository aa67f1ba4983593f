package io.penstock.console.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The API tokens in the database, hashed. Safe for use by many threads. */
public final class ApiTokens {
    /** What every token begins with, so that scanners of source code can recognise one. */
    public static final String PREFIX = "penstock_";

    private static final String FIRST = "first-admin";
    private static final String CONFIGURED = "configured-admin";
    private static final Duration USE_PRECISION = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final String COLUMNS =
            "id, name, role, may_reveal, tenants, created_at, expires_at, last_used_at, revoked_at";

    private final Jdbi jdbi;
    private final Clock clock;
    /** Good tokens by their hashes, so that not every call of a busy producer asks the database. */
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private final AtomicLong revocations = new AtomicLong();

    public ApiTokens(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * A token with its secret, which nobody can read again.
     *
     * @param token  what is stored
     * @param secret what its holder sends
     */
    public record Created(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Created[token=" + token + "]";
        }
    }

    /** All tokens, the newest first, revoked ones too. */
    public List<ApiToken> all() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_token ORDER BY id DESC")
                        .map((row, context) -> read(row))
                        .list());
    }

    /** A new token; empty if one with this name is in use. */
    public Optional<Created> create(String name, Grants grants, @Nullable Instant expiresAt) {
        return store(name, grants, expiresAt, PREFIX + Secrets.create());
    }

    private Optional<Created> store(String name, Grants grants, @Nullable Instant expiresAt, String secret) {
        String sql = "INSERT INTO console_token"
                + " (name, name_in_use, hash, role, may_reveal, tenants, created_at, expires_at)"
                + " VALUES (:name, :name, :hash, :role, :mayReveal, :tenants, :now, :expires)";
        try {
            long id = jdbi.withHandle(handle -> GrantColumns.bind(handle.createUpdate(sql), grants)
                    .bind("name", name)
                    .bind("hash", Secrets.hash(secret))
                    .bind("now", now())
                    .bind("expires", expiresAt)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one());
            return byId(id).map(token -> new Created(token, secret));
        } catch (UnableToExecuteStatementException e) {
            if (Users.isDuplicate(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The token with this id. */
    public Optional<ApiToken> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_token WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /** The token of the very first start, for an administrator; empty if the console has been started before. */
    public Optional<Created> createFirst() {
        long known = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT (SELECT count(*) FROM console_token) + (SELECT count(*) FROM console_user)")
                .mapTo(Long.class)
                .one());
        // of two consoles that start at once, the name lets one win
        return known > 0 ? Optional.empty() : create(FIRST, Grants.of(Role.ADMIN), null);
    }

    /** Makes the administrator's token from the configuration the one that is good; one that it named before no longer is. */
    public void install(String secret) {
        String hash = Secrets.hash(secret);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE console_token SET revoked_at = ?, name_in_use = NULL WHERE name_in_use = ? AND hash <> ?",
                now(),
                CONFIGURED,
                hash));
        store(CONFIGURED, Grants.of(Role.ADMIN), null, secret);
    }

    private record Seen(ApiToken token, long at) {}

    /** Whoever holds this secret, if the token is good. One that another console has revoked may be good for a second here. */
    public Optional<Principal> authenticate(String secret) {
        String hash = Secrets.hash(secret);
        Instant now = now();
        return good(hash, now)
                .filter(token -> token.expiresAt() == null || token.expiresAt().isAfter(now))
                .map(token -> new Principal(Principal.Kind.TOKEN, token.id(), token.name(), token.grants(), null));
    }

    private Optional<ApiToken> good(String hash, Instant now) {
        Seen known = seen.get(hash);
        if (known != null && System.nanoTime() - known.at() < REMEMBERED.toNanos()) {
            return Optional.of(known.token());
        }
        long at = System.nanoTime();
        long before = revocations.get();
        Optional<ApiToken> found = lookUp(hash, now);
        found.ifPresent(token -> {
            used(token, now);
            remember(hash, new Seen(token, at), before);
        });
        return found;
    }

    /** Not what was looked up before a token was revoked. */
    private synchronized void remember(String hash, Seen token, long before) {
        if (revocations.get() == before) {
            seen.put(hash, token);
        }
    }

    private synchronized void forgetAll() {
        revocations.incrementAndGet();
        seen.clear();
    }

    private Optional<ApiToken> lookUp(String hash, Instant now) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM console_token WHERE hash = :hash"
                                + " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)")
                        .bind("hash", hash)
                        .bind("now", now)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /** To the minute, so that not every call writes. */
    private void used(ApiToken token, Instant now) {
        Instant last = token.lastUsedAt();
        if (last == null || last.plus(USE_PRECISION).isBefore(now)) {
            jdbi.useHandle(handle ->
                    handle.execute("UPDATE console_token SET last_used_at = ? WHERE id = ?", now, token.id()));
        }
    }

    /** From now on every call with this token is refused, by other consoles within a second; false if there is no such token, or no longer. */
    public boolean revoke(long id) {
        int revoked = jdbi.withHandle(handle -> handle.execute(
                "UPDATE console_token SET revoked_at = ?, name_in_use = NULL WHERE id = ? AND revoked_at IS NULL",
                now(),
                id));
        forgetAll();
        return revoked > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ApiToken read(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                GrantColumns.read(row),
                GrantColumns.needInstant(row, "created_at"),
                GrantColumns.instant(row, "expires_at"),
                GrantColumns.instant(row, "last_used_at"),
                GrantColumns.instant(row, "revoked_at"));
    }
}
