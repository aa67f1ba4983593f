package io.penstock.console.letter;

import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what was replayed, resolved or archived long ago, some hundred rows at a time so that nobody has to wait for it.
 * What is open is never deleted. Thread-safe.
 */
public final class Retention {
    /** How long dead letters are kept after their end unless somebody says otherwise. */
    public static final Duration USUAL = Duration.ofDays(90);

    private static final int AT_ONCE = 500;
    private static final Duration TREND_IS_KEPT = Duration.ofDays(8);
    private static final Set<LetterState> ENDS = Stream.of(LetterState.values())
            .filter(LetterState::isEnd)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(LetterState.class)));

    private static final String NOTHING_LEFT = "open + replaying + replayed + resolved + archived = 0";

    private final Database database;
    private final Duration kept;
    private final Clock clock;
    private final LetterStates states = new LetterStates();

    /**
     * Works on this database.
     *
     * @param kept how long dead letters are kept after their end
     */
    public Retention(Database database, Duration kept, Clock clock) {
        this.database = database;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Deletes what is due, and groups that nothing is left of and nobody has written a note on.
     *
     * @return how many dead letters were deleted
     */
    public int sweep() {
        Instant endedBefore = clock.instant().minus(kept);
        int deleted = 0;
        int some;
        do {
            some = database.inTransaction(handle -> {
                List<Long> due = handle.createQuery(
                                "SELECT id FROM dead_letter WHERE ended_at < :before ORDER BY ended_at LIMIT :limit")
                        .bind("before", Rows.time(endedBefore))
                        .bind("limit", AT_ONCE)
                        .mapTo(Long.class)
                        .list();
                return due.isEmpty() ? 0 : states.delete(handle, due, ENDS);
            });
            deleted += some;
        } while (some > 0);
        forgetGroups();
        return deleted;
    }

    /** Whoever adds to a group touches its row first, so that it cannot be forgotten meanwhile. */
    private void forgetGroups() {
        List<String> empty = database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM letter_hour WHERE begins_at < :before")
                    .bind("before", Rows.time(clock.instant().minus(TREND_IS_KEPT)))
                    .execute();
            return handle.createQuery("SELECT g.fingerprint FROM letter_group g JOIN letter_tally t"
                            + " ON t.fingerprint = g.fingerprint WHERE g.note IS NULL AND t.scope = 'all' AND "
                            + NOTHING_LEFT)
                    .mapTo(String.class)
                    .list();
        });
        empty.forEach(fingerprint -> database.inTransaction(handle -> forget(handle, fingerprint)));
    }

    private static boolean forget(Handle handle, String fingerprint) {
        handle.createQuery("SELECT fingerprint FROM letter_group WHERE fingerprint = :fingerprint FOR UPDATE")
                .bind("fingerprint", fingerprint)
                .mapTo(String.class)
                .list();
        boolean empty = handle.createUpdate(
                                "DELETE FROM letter_tally WHERE scope = 'all' AND fingerprint = ? AND " + NOTHING_LEFT)
                        .bind(0, fingerprint)
                        .execute()
                == 1;
        if (empty) {
            for (String table : List.of("letter_tally", "letter_hour", "letter_version", "letter_group")) {
                handle.execute("DELETE FROM " + table + " WHERE fingerprint = ?", fingerprint);
            }
        }
        return empty;
    }
}
