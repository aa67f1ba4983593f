package io.penstock.console.replay;

import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which process runs which replay: one at a time, so that the rate is what somebody asked for. Whoever does not renew a
 * lease for ten seconds has lost it, by the database's clock. Thread-safe.
 */
final class Lease {
    private static final String TERM = "owned_until = CURRENT_TIMESTAMP + INTERVAL '10' SECOND";
    private static final String MINE =
            " FROM replay WHERE id = :id AND owner = :owner AND state <> 'planning' FOR UPDATE";
    private static final String FREE = "(owner IS NULL OR owned_until < CURRENT_TIMESTAMP)";

    private final Database database;
    private final String owner = UUID.randomUUID().toString();

    Lease(Database database) {
        this.database = database;
    }

    /** Nobody else can have an H2 file open, so whoever holds leases there is dead. */
    void takeOver() {
        if (database.dialect() == Dialect.H2) {
            database.jdbi().useHandle(handle -> handle.execute("UPDATE replay SET owner = NULL"));
        }
    }

    /**
     * A replay that is to be run and that nobody runs.
     *
     * @param state running or cancelling
     */
    record Free(String id, Replay.Kind kind, ReplayState state) {}

    /** Those that are to be run and that nobody runs, the oldest first. */
    List<Free> free() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id, kind, state FROM replay"
                                + " WHERE state IN ('running', 'cancelling') AND " + FREE + " ORDER BY created_at, id")
                        .map((row, context) -> new Free(
                                row.getString("id"), ReplayRows.kind(row), ReplayState.of(row.getString("state"))))
                        .list());
    }

    /** Takes one; false if somebody else was faster. */
    boolean take(String id) {
        return database.jdbi()
                        .withHandle(handle -> handle.createUpdate("UPDATE replay SET owner = :owner, " + TERM
                                        + " WHERE id = :id AND state IN ('running', 'cancelling') AND " + FREE)
                                .bind("owner", owner)
                                .bind("id", id)
                                .execute())
                == 1;
    }

    /** Gives one back. */
    void release(String id) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE replay SET owner = NULL WHERE id = :id AND owner = :owner")
                        .bind("owner", owner)
                        .bind("id", id)
                        .execute());
    }

    /** A replay as whoever runs it sees it. */
    record View(
            ReplayState state,
            ReplaySettings settings,
            long reservedTo,
            Judge.Canary canary,
            Judge.Past past,
            @Nullable String why) {}

    /**
     * Locks a replay's row, renews the lease and looks: until the transaction ends nobody pauses or cancels it.
     *
     * @return null if it is somebody else's by now
     */
    @Nullable
    View renew(Handle handle, String id) {
        View view = handle.createQuery("SELECT " + ReplayRows.REPLAY
                        + ", reserved_to, canary_over, canary_until, past_failed, past_known" + MINE)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, context) -> view(row))
                .findOne()
                .orElse(null);
        if (view != null) {
            handle.createUpdate("UPDATE replay SET " + TERM + " WHERE id = :id")
                    .bind("id", id)
                    .execute();
        }
        return view;
    }

    private static View view(ResultSet row) throws SQLException {
        return new View(
                ReplayState.of(row.getString("state")),
                ReplayRows.settings(row),
                row.getLong("reserved_to"),
                new Judge.Canary(
                        row.getBoolean("canary_over"), ReplayRows.instant(row, "canary_until"), Judge.Retries.NONE),
                new Judge.Past(row.getInt("past_failed"), row.getInt("past_known")),
                row.getString("why"));
    }
}
