package io.penstock.console.letter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The only one to change what has become of a dead letter, in the caller's transaction: rows are locked in the order of
 * their ids, and the counts of groups follow. Stateless.
 */
public final class LetterStates {
    private static final String LOCK =
            "SELECT id, tenant, fingerprint, died_at, state FROM dead_letter WHERE id = ANY(:ids) ORDER BY id FOR UPDATE";

    /** It has no state. */
    public LetterStates() {}

    /** Keeps these as they are until the caller's transaction ends. */
    public void hold(Handle handle, Collection<Long> ids) {
        var unused = lock(handle, ids);
    }

    private record Held(long id, Tallies.Change leaving) {}

    /**
     * Moves those of {@code ids} that are in one of the states {@code from}; of two transactions that want the same one,
     * the second finds it in its new state.
     *
     * @param at when it ended, kept if {@code to} is an end
     * @return the ids that were moved, ascending
     */
    public List<Long> move(Handle handle, Collection<Long> ids, Set<LetterState> from, LetterState to, Instant at) {
        List<Held> held = lock(handle, ids).stream()
                .filter(each ->
                        from.contains(each.leaving().from()) && each.leaving().from() != to)
                .toList();
        if (held.isEmpty()) {
            return List.of();
        }
        List<Long> moved = held.stream().map(Held::id).toList();
        var update = handle.createUpdate("UPDATE dead_letter SET state = :state, ended_at = :at WHERE id = ANY(:ids)")
                .bind("state", to.word())
                .bindArray("ids", Long.class, moved);
        if (to.isEnd()) {
            update.bind("at", Rows.time(at.truncatedTo(ChronoUnit.MILLIS)));
        } else {
            update.bindNull("at", Types.TIMESTAMP_WITH_TIMEZONE);
        }
        update.execute();
        Tallies.count(
                handle, held.stream().map(each -> entering(each.leaving(), to)).toList());
        return moved;
    }

    private static Tallies.Change entering(Tallies.Change leaving, LetterState to) {
        return new Tallies.Change(leaving.tenant(), leaving.fingerprint(), leaving.diedAt(), leaving.from(), to);
    }

    /**
     * Says that a dead letter is what came of replaying another.
     *
     * @param id       the new one
     * @param replayOf the one that was replayed
     */
    public void link(Handle handle, long id, long replayOf) {
        handle.createUpdate("UPDATE dead_letter SET replay_of = :replayOf WHERE id = :id")
                .bind("replayOf", replayOf)
                .bind("id", id)
                .execute();
    }

    /** Deletes those of {@code ids} that are in one of these states, with their messages. */
    int delete(Handle handle, Collection<Long> ids, Set<LetterState> from) {
        List<Held> held = lock(handle, ids).stream()
                .filter(each -> from.contains(each.leaving().from()))
                .toList();
        if (held.isEmpty()) {
            return 0;
        }
        handle.createUpdate("DELETE FROM dead_letter WHERE id = ANY(:ids)")
                .bindArray("ids", Long.class, held.stream().map(Held::id).toList())
                .execute();
        Tallies.count(handle, held.stream().map(Held::leaving).toList());
        return held.size();
    }

    private static List<Held> lock(Handle handle, Collection<Long> ids) {
        return handle.createQuery(LOCK)
                .bindArray("ids", Long.class, List.copyOf(ids))
                .map((row, context) -> held(row))
                .list();
    }

    private static Held held(ResultSet row) throws SQLException {
        var leaving = new Tallies.Change(
                row.getString("tenant"),
                row.getString("fingerprint"),
                Rows.instant(row, "died_at"),
                LetterState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                null);
        return new Held(row.getLong("id"), leaving);
    }
}
