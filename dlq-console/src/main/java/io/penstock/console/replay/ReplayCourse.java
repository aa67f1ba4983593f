package io.penstock.console.replay;

import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * How far one replay as a whole is, what it waits for, and its end; each step is a transaction of its own. For the thread that
 * runs the replay.
 */
final class ReplayCourse {
    private static final String ALSO = "; ";
    private static final int LONGEST = 500;

    private final String id;
    private final Database database;
    private final Lease lease;
    private final Turns turns;
    private final Clock clock;

    ReplayCourse(String id, Database database, Lease lease, Turns turns, Clock clock) {
        this.id = id;
        this.database = database;
        this.lease = lease;
        this.turns = turns;
        this.clock = clock;
    }

    private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        return turns.inTransaction(database, work);
    }

    /** How the replay is, null if somebody else runs it by now. */
    Lease.@Nullable View look() {
        return inTransaction(handle -> lease.renew(handle, id));
    }

    private Update set(Handle handle, String what) {
        return handle.createUpdate("UPDATE replay SET " + what + " WHERE id = :id")
                .bind("id", id);
    }

    /** All of the canary was published. */
    void canaryIsOut(Duration wait) {
        inTransaction(handle -> set(handle, "canary_until = :until")
                .bind("until", clock.instant().plus(wait))
                .execute());
    }

    /** The canary need not be waited for any more. */
    void canaryIsOver() {
        inTransaction(handle -> set(handle, "canary_over = TRUE, why = NULL").execute());
    }

    /** Says what the replay is waiting for, null for nothing; of one that is cancelled besides who cancelled it. */
    void say(@Nullable String why) {
        inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null || !view.state().isActive()) {
                return 0;
            }
            String text =
                    view.state() == ReplayState.RUNNING ? why : cancelledBy(view) + (why == null ? "" : ALSO + why);
            return set(handle, "why = :why")
                    .bind("why", text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST))
                    .execute();
        });
    }

    private static String cancelledBy(Lease.View view) {
        String why = String.valueOf(view.why());
        int also = why.indexOf(ALSO);
        return also < 0 ? why : why.substring(0, also);
    }

    /** Stops, unless somebody has paused or cancelled it meanwhile. */
    void stop(String why) {
        inTransaction(handle -> handle.createUpdate(
                        "UPDATE replay SET state = 'stopped', why = :why WHERE id = :id AND state = 'running'")
                .bind("id", id)
                .bind("why", why)
                .execute());
    }

    /**
     * Ends it, unless its state is no longer what it was, or something of it is not published, or on its way. What somebody
     * made of a payload is not needed any more.
     *
     * @return whether it has ended
     */
    boolean end(ReplayState from, ReplayState end) {
        return inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null
                    || view.state() != from
                    || Replays.counts(handle, id).left() > 0) {
                return false;
            }
            set(handle, "state = :end, ended_at = :now, why = :why")
                    .bind("end", end.word())
                    .bind("why", end == ReplayState.DONE ? null : cancelledBy(view))
                    .bind("now", clock.instant())
                    .execute();
            handle.execute("UPDATE letter_edit SET body = NULL WHERE replay_id = ?", id);
            return true;
        });
    }
}
