package io.penstock.console.replay;

import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.LetterStates;
import io.penstock.console.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one replay with its items, each a transaction of its own. Rows are locked in one order – the replay, dead letters, counts of
 * groups, items – so that collecting and outcomes are not in its way. For the thread that runs the replay.
 */
final class ReplayWork {
    private static final int AT_ONCE = 500;
    private static final String ITEMS = " FROM replay_item WHERE replay_id = :id";

    private final String id;
    private final Database database;
    private final Lease lease;
    private final Turns turns;
    private final Clock clock;
    private final LetterStates letters = new LetterStates();
    private final ReplayCourse course;

    ReplayWork(String id, Database database, Lease lease, Turns turns, Clock clock) {
        this.id = id;
        this.database = database;
        this.lease = lease;
        this.turns = turns;
        this.clock = clock;
        this.course = new ReplayCourse(id, database, lease, turns, clock);
    }

    private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
        return turns.inTransaction(database, work);
    }

    String id() {
        return id;
    }

    /** The replay as a whole. */
    ReplayCourse course() {
        return course;
    }

    Counts counts() {
        return inTransaction(handle -> Replays.counts(handle, id));
    }

    /**
     * Takes some dead letters that are still open, so that no other replay does; those that are not are ineligible from now
     * on. Done when {@link Lease.View#reservedTo} is {@link Long#MAX_VALUE}.
     */
    void reserve() {
        inTransaction(handle -> {
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
        handle.execute("UPDATE replay SET reserved_to = ? WHERE id = ?", reservedTo, id);
    }

    /**
     * An item on its way.
     *
     * @param deadLetterId which
     * @param jobId        the job's id
     * @param queue        where to
     */
    record Claimed(long deadLetterId, String jobId, String queue) {}

    /**
     * Claims the next that are to be published: that many at most, and hardly more than so many bytes.
     *
     * @param except no queue of these
     */
    List<Claimed> claim(int limit, long bytes, Set<String> except) {
        return inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null || view.state() != ReplayState.RUNNING) {
                return List.of();
            }
            List<Claimed> claimed = pending(handle, limit, bytes, except);
            if (!claimed.isEmpty()) {
                items(handle, ids(claimed), "state = 'publishing'", "pending").execute();
            }
            return claimed;
        });
    }

    /** The next that was claimed and not marked, whichever process did it: of the dead letters after this one, if any. */
    List<Claimed> underWay(long after) {
        return inTransaction(handle -> lease.renew(handle, id) == null
                ? List.of()
                : handle.createQuery(
                                "SELECT dead_letter_id, job_id, queue" + ITEMS
                                        + " AND state = 'publishing' AND dead_letter_id > :after ORDER BY dead_letter_id LIMIT 1")
                        .bind("id", id)
                        .bind("after", after)
                        .map((row, context) -> claimed(row))
                        .list());
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(row.getLong("dead_letter_id"), row.getString("job_id"), row.getString("queue"));
    }

    private record Sized(Claimed item, int bytes) {}

    private List<Claimed> pending(Handle handle, int limit, long bytes, Set<String> except) {
        List<Sized> found = handle.createQuery("SELECT dead_letter_id, job_id, queue, bytes" + ITEMS
                        + " AND state = 'pending' AND NOT (queue = ANY(:except)) ORDER BY dead_letter_id LIMIT :limit")
                .bind("id", id)
                .bindArray("except", String.class, except.toArray())
                .bind("limit", limit)
                .map((row, context) -> new Sized(claimed(row), row.getInt("bytes")))
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

    /**
     * Marks those that are not marked yet. What was published is marked whoever runs the replay by now, as it is so; what
     * was not is another process's affair then, which publishes it itself. Dead letters whose item has an outcome, or is no
     * longer on its way, are left alone: they may belong to another replay by now.
     */
    void mark(Answers answers, LetterState published) {
        List<Long> out = ids(answers.published());
        List<Long> back = ids(answers.returned().stream().map(Returned::item).toList());
        var now = clock.instant();
        inTransaction(handle -> {
            boolean ours = lease.renew(handle, id) != null;
            letters.hold(handle, Stream.concat(out.stream(), back.stream()).toList());
            letters.move(handle, onTheirWay(handle, out), Set.of(LetterState.REPLAYING), published, now);
            // its outcome may be known before we have marked it
            items(
                            handle,
                            out,
                            "published_at = :now, state = CASE WHEN state = 'publishing' THEN 'published' ELSE state END",
                            null)
                    .bind("now", now)
                    .execute();
            if (ours) {
                letters.move(handle, onTheirWay(handle, back), Set.of(LetterState.REPLAYING), LetterState.OPEN, now);
                answers.returned().forEach(each -> markReturned(handle, each, now));
                items(handle, ids(answers.unsent()), "state = 'pending'", "publishing")
                        .execute();
            }
            return out;
        });
    }

    private List<Long> onTheirWay(Handle handle, List<Long> ids) {
        return handle.createQuery(
                        "SELECT dead_letter_id" + ITEMS + " AND dead_letter_id = ANY(:ids) AND state = 'publishing'")
                .bind("id", id)
                .bindArray("ids", Long.class, ids)
                .mapTo(Long.class)
                .list();
    }

    private void markReturned(Handle handle, Returned each, Instant now) {
        items(
                        handle,
                        List.of(each.item().deadLetterId()),
                        "state = 'returned', reason = :reason, explanation = :text, ended_at = :now",
                        "publishing")
                .bind("reason", each.reason())
                .bind(
                        "text",
                        each.text().length() <= 500 ? each.text() : each.text().substring(0, 500))
                .bind("now", now)
                .execute();
    }

    private static List<Long> ids(List<Claimed> items) {
        return items.stream().map(Claimed::deadLetterId).toList();
    }

    /** Gives some dead letters back that were not published; false if there are none left. */
    boolean giveBack() {
        return inTransaction(handle -> {
            Lease.View view = lease.renew(handle, id);
            if (view == null || view.state() != ReplayState.CANCELLING) {
                return false;
            }
            List<Long> some = ids(pending(handle, AT_ONCE, Long.MAX_VALUE, Set.of()));
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

    /** Those that events have told of. */
    Judge.Retries retries() {
        return inTransaction(handle -> handle.createQuery("SELECT COUNT(*) AS jobs, MAX(retry_at) AS last_retry" + ITEMS
                        + " AND state IN ('publishing', 'published') AND retry_at IS NOT NULL")
                .bind("id", id)
                .map((row, context) -> new Judge.Retries(row.getInt("jobs"), ReplayRows.instant(row, "last_retry")))
                .one());
    }
}
