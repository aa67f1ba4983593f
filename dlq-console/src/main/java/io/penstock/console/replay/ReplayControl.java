package io.penstock.console.replay;

import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** What people do to a replay. Whatever process runs it sees so before it publishes the next job. Thread-safe. */
public final class ReplayControl {
    private final Database database;
    private final Replays replays;
    private final Clock clock;
    private final Runnable wake;

    /** @param wake says to whoever runs replays here that there may be something to do */
    public ReplayControl(Database database, Clock clock, Runnable wake) {
        this.database = database;
        this.replays = new Replays(database.jdbi());
        this.clock = clock;
        this.wake = wake;
    }

    /** What came of it. */
    public sealed interface Result {
        /** It is done; this is how the replay is now. */
        record Done(Replay replay) implements Result {}

        /** In this state it cannot be done. */
        record Refused(ReplayState state) implements Result {}

        /** There is no such replay. */
        record Unknown() implements Result {}
    }

    /** Starts what is planned. */
    public Result start(TenantScope scope, String id) {
        return change(
                scope,
                id,
                Set.of(ReplayState.PLANNED),
                (handle, from) -> update(handle, id, "state = 'running', started_at = :now")
                        .bind("now", clock.instant()));
    }

    /** Publishes no more until it is resumed; what is on its way arrives. */
    public Result pause(TenantScope scope, String id, String by) {
        return change(
                scope,
                id,
                Set.of(ReplayState.RUNNING),
                (handle, from) ->
                        update(handle, id, "state = 'paused', why = :why").bind("why", "paused by " + by));
    }

    /** Goes on. What it stopped for has been seen by whoever resumes it, so it does not count any more. */
    public Result resume(TenantScope scope, String id) {
        return change(scope, id, Set.of(ReplayState.PAUSED, ReplayState.STOPPED), (handle, from) -> {
            if (from == ReplayState.PAUSED) {
                return update(handle, id, "state = 'running', why = NULL");
            }
            Counts counts = Replays.counts(handle, id);
            return update(
                            handle,
                            id,
                            "state = 'running', why = NULL, canary_over = TRUE, past_failed = :failed,"
                                    + " past_known = CASE WHEN by_events THEN :known ELSE :sent END")
                    .bind("failed", counts.failed())
                    .bind("known", counts.known())
                    .bind("sent", counts.sent());
        });
    }

    /** Publishes no more, ever; what was not published becomes open again, some hundred at a time. */
    public Result cancel(TenantScope scope, String id, String by) {
        return change(
                scope,
                id,
                Set.of(ReplayState.PLANNED, ReplayState.RUNNING, ReplayState.PAUSED, ReplayState.STOPPED),
                (handle, from) ->
                        update(handle, id, "state = 'cancelling', why = :why").bind("why", "cancelled by " + by));
    }

    /**
     * Goes on faster or slower.
     *
     * @param rate how many in a second, from 1 to {@link ReplaySettings#FASTEST}
     */
    public Result changeRate(TenantScope scope, String id, int rate) {
        return change(
                scope,
                id,
                Set.of(ReplayState.PLANNED, ReplayState.RUNNING, ReplayState.PAUSED, ReplayState.STOPPED),
                (handle, from) -> update(handle, id, "rate = :rate").bind("rate", rate));
    }

    @FunctionalInterface
    private interface Change {
        Update in(Handle handle, ReplayState from);
    }

    /** Its row is locked first, so nothing is published between the look at its state and the change. */
    private Result change(TenantScope scope, String id, Set<ReplayState> from, Change change) {
        if (replays.find(scope, id).isEmpty()) {
            return new Result.Unknown();
        }
        ReplayState found = database.inTransaction(handle -> {
            ReplayState state = handle.createQuery("SELECT state FROM replay WHERE id = :id FOR UPDATE")
                    .bind("id", id)
                    .map((row, context) -> ReplayState.of(row.getString("state")))
                    .one();
            if (from.contains(state)) {
                change.in(handle, state).execute();
            }
            return state;
        });
        if (!from.contains(found)) {
            return new Result.Refused(found);
        }
        // a start that a loss of power takes back, when its jobs are out, would make them look as if they never were
        database.makeDurable();
        wake.run();
        return replays.find(scope, id).<Result>map(Result.Done::new).orElseGet(Result.Unknown::new);
    }

    private static Update update(Handle handle, String id, String what) {
        return handle.createUpdate("UPDATE replay SET " + what + " WHERE id = :id")
                .bind("id", id);
    }
}
