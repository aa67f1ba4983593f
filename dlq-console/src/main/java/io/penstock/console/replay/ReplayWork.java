package io.penstock.console.replay;

import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.LetterStates;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one replay, each a transaction of its own. Rows are locked in one order – the replay, dead letters, counts of
 * groups, items – so that collecting and outcomes are not in its way. For the thread that runs the replay.
 */
final class ReplayWork {
    private static final int AT_ONCE = 500;
    private static final String ITEMS = " FROM replay_item WHERE replay_id = :id";

    private final String id;
    private final Database database;
    private final Lease lease;
    private final Clock clock;
    private final LetterStates letters = new LetterStates();

    ReplayWork(String id, Database database, Lease lease, Clock clock) {
        this.id = id;
        this.database = database;
        this.lease = lease;
        this.clock = clock;
    }

    String id() {
        return id;
    }

    /** How the replay is, null if somebody else runs it by now. */
    Lease.@Nullable View look() {
        return database.inTransaction(handle -> lease.renew(handle, id));
    }

    Counts counts() {
        return database.jdbi().withHandle(handle -> Replays.counts(handle, id));
    }

    /**
     * Takes some dead letters that are still open, so that no other replay does; those that are not are ineligible from now
     * on. Done when {@link Lease.View#reservedTo} is {@link Long#MAX_VALUE}.
     */
    void reserve() {
        database.inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view != null && view.state() == ReplayState.RUNNING) {
                reserve(handle, view.reservedTo());
            }
            return view;
        });
    }

    private void reserve(Handle handle, long after) {
        List<Long> some = handle.createQuery("SELECT dead_letter_id" + ITEMS
                        + " AND state = 'pending' AND dead_letter_id > :after ORDER BY dead_letter_id LIMIT :limit")
                .bind("id", id)
                .bind("after", after)
                .bind("limit", AT_ONCE)
                .mapTo(Long.class)
                .list();
        Set<Long> gone = new HashSet<>(some);
        letters.move(handle, some, Set.of(LetterState.OPEN), LetterState.REPLAYING, clock.instant())
                .forEach(gone::remove);
        if (!gone.isEmpty()) {
            items(handle, gone, "state = 'ineligible', reason = :reason, explanation = :text", "pending")
                    .bind("reason", Ineligible.NOT_OPEN_ANY_MORE.word())
                    .bind("text", Ineligible.NOT_OPEN_ANY_MORE.text())
                    .execute();
        }
        long reservedTo = some.size() < AT_ONCE ? Long.MAX_VALUE : some.getLast();
        set(handle, "reserved_to = :to").bind("to", reservedTo).execute();
    }

    /**
     * An item on its way.
     *
     * @param deadLetterId which
     * @param jobId        the job's id
     * @param queue        where to
     */
    record Claimed(long deadLetterId, String jobId, String queue) {}

    /** Claims the next that are to be published: that many at most, and hardly more than so many bytes. */
    List<Claimed> claim(int limit, long bytes) {
        return database.inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null || view.state() != ReplayState.RUNNING) {
                return List.of();
            }
            List<Claimed> claimed = items(handle, "pending", limit, bytes);
            if (!claimed.isEmpty()) {
                items(handle, ids(claimed), "state = 'publishing'", "pending").execute();
            }
            return claimed;
        });
    }

    /** What was claimed and not marked, whichever process did it: nobody knows whether the broker has it. */
    List<Claimed> underWay(int limit, long bytes) {
        return database.inTransaction(
                handle -> lease.renew(handle, id) == null ? List.of() : items(handle, "publishing", limit, bytes));
    }

    private record Sized(Claimed item, int bytes) {}

    private List<Claimed> items(Handle handle, String state, int limit, long bytes) {
        List<Sized> found = handle.createQuery("SELECT dead_letter_id, job_id, queue, bytes" + ITEMS
                        + " AND state = :state ORDER BY dead_letter_id LIMIT :limit")
                .bind("id", id)
                .bind("state", state)
                .bind("limit", limit)
                .map((row, context) -> new Sized(
                        new Claimed(row.getLong("dead_letter_id"), row.getString("job_id"), row.getString("queue")),
                        row.getInt("bytes")))
                .list();
        List<Claimed> items = new ArrayList<>();
        long left = bytes;
        for (Sized each : found) {
            if (left <= 0) {
                break;
            }
            items.add(each.item());
            left -= each.bytes();
        }
        return items;
    }

    /**
     * What the broker said of items that were on their way.
     *
     * @param published it has them
     * @param returned  it has no place for them
     * @param unsent    it certainly has not got them, and may later
     */
    record Answers(List<Claimed> published, List<Returned> returned, List<Claimed> unsent) {}

    /** One that the broker has no place for, and why. */
    record Returned(Claimed item, String reason, String text) {}

    /** Marks them. What was published is marked whoever runs the replay by now, as it is so. */
    void mark(Answers answers, LetterState published) {
        List<Long> out = ids(answers.published());
        List<Long> back = ids(answers.returned().stream().map(Returned::item).toList());
        var now = clock.instant();
        database.inTransaction(handle -> {
            letters.move(handle, out, Set.of(LetterState.REPLAYING), published, now);
            letters.move(handle, back, Set.of(LetterState.REPLAYING), LetterState.OPEN, now);
            // its outcome may be known before we have marked it
            items(
                            handle,
                            out,
                            "published_at = :now, state = CASE WHEN state = 'publishing' THEN 'published' ELSE state END",
                            null)
                    .bind("now", now)
                    .execute();
            for (Returned each : answers.returned()) {
                items(
                                handle,
                                List.of(each.item().deadLetterId()),
                                "state = 'returned', reason = :reason, explanation = :text, ended_at = :now",
                                "publishing")
                        .bind("reason", each.reason())
                        .bind(
                                "text",
                                each.text().length() <= 500
                                        ? each.text()
                                        : each.text().substring(0, 500))
                        .bind("now", now)
                        .execute();
            }
            items(handle, ids(answers.unsent()), "state = 'pending'", "publishing")
                    .execute();
            return out;
        });
    }

    private static List<Long> ids(List<Claimed> items) {
        return items.stream().map(Claimed::deadLetterId).toList();
    }

    /** Gives some dead letters back that were not published; false if there are none left. */
    boolean giveBack() {
        return database.inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null || view.state() != ReplayState.CANCELLING) {
                return false;
            }
            List<Long> some = ids(items(handle, "pending", AT_ONCE, Long.MAX_VALUE));
            List<Long> ours =
                    some.stream().filter(each -> each <= view.reservedTo()).toList();
            letters.move(handle, ours, Set.of(LetterState.REPLAYING), LetterState.OPEN, clock.instant());
            items(handle, some, "state = 'cancelled'", "pending").execute();
            return !some.isEmpty();
        });
    }

    private Update items(Handle handle, Collection<Long> ids, String what, @Nullable String from) {
        return handle.createUpdate("UPDATE replay_item SET " + what
                        + " WHERE replay_id = :id AND dead_letter_id = ANY(:ids)"
                        + (from == null ? "" : " AND state = '" + from + "'"))
                .bind("id", id)
                .bindArray("ids", Long.class, List.copyOf(ids));
    }

    private Update set(Handle handle, String what) {
        return handle.createUpdate("UPDATE replay SET " + what + " WHERE id = :id")
                .bind("id", id);
    }

    /** All of the canary was published. */
    void canaryIsOut(Duration wait) {
        database.jdbi()
                .useHandle(handle -> set(handle, "canary_until = :until")
                        .bind("until", clock.instant().plus(wait))
                        .execute());
    }

    /** The canary need not be waited for any more. */
    void canaryIsOver() {
        database.jdbi()
                .useHandle(
                        handle -> set(handle, "canary_over = TRUE, why = NULL").execute());
    }

    /** Says what the replay is waiting for, null for nothing. */
    void say(@Nullable String why) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE replay SET why = :why WHERE id = :id AND state = 'running'")
                        .bind("id", id)
                        .bind("why", why)
                        .execute());
    }

    /** Stops, unless somebody has paused or cancelled it meanwhile. */
    void stop(String why) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE replay SET state = 'stopped', why = :why WHERE id = :id AND state = 'running'")
                        .bind("id", id)
                        .bind("why", why)
                        .execute());
    }

    /** Ends it, unless its state is no longer what it was. What somebody made of a payload is not needed any more. */
    void end(ReplayState from, ReplayState end) {
        database.inTransaction(handle -> {
            int ended = handle.createUpdate("UPDATE replay SET state = :end, ended_at = :now"
                            + (end == ReplayState.DONE ? ", why = NULL" : "") + " WHERE id = :id AND state = :from")
                    .bind("id", id)
                    .bind("from", from.word())
                    .bind("end", end.word())
                    .bind("now", clock.instant())
                    .execute();
            if (ended == 1) {
                handle.execute("UPDATE letter_edit SET body = NULL WHERE replay_id = ?", id);
            }
            return ended;
        });
    }
}
