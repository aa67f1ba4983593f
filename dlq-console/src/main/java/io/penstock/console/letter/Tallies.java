package io.penstock.console.letter;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the counts of groups, in the transaction of whoever changes a dead letter's state: counting a million rows would
 * take longer than people wait. Rows are changed in the order of their keys, so that two transactions never wait for each
 * other.
 */
final class Tallies {
    private static final String ADD = Stream.of(LetterState.values())
            .map(state -> state.word() + " = " + state.word() + " + :" + state.word())
            .collect(Collectors.joining(", "));
    private static final String COLUMNS =
            Stream.of(LetterState.values()).map(LetterState::word).collect(Collectors.joining(", "));
    private static final String VALUES =
            Stream.of(LetterState.values()).map(state -> ":" + state.word()).collect(Collectors.joining(", "));
    private static final String SCOPE_OF_ALL = "all";
    private static final String HERE = " WHERE scope = :scope AND fingerprint = :fingerprint";

    private Tallies() {}

    /**
     * Something that happened to one dead letter.
     *
     * @param tenant      whose it is, null if nobody's
     * @param fingerprint its group
     * @param diedAt      when it died
     * @param from        the state that it leaves, null if it is new
     * @param to          the state that it enters, null if it is deleted
     */
    record Change(
            @Nullable String tenant,
            String fingerprint,
            Instant diedAt,
            @Nullable LetterState from,
            @Nullable LetterState to) {}

    /** A row's key, which is also the order. */
    private record Key(String scope, String fingerprint) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byScope = scope.compareTo(other.scope);
            return byScope == 0 ? fingerprint.compareTo(other.fingerprint) : byScope;
        }
    }

    private record HourKey(Key key, Instant hour) implements Comparable<HourKey> {
        @Override
        public int compareTo(HourKey other) {
            int byKey = key.compareTo(other.key);
            return byKey == 0 ? hour.compareTo(other.hour) : byKey;
        }
    }

    /** What happened to one row. */
    private static final class Sum {
        private final Map<LetterState, Long> counts = new EnumMap<>(LetterState.class);
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        void add(Change change) {
            if (change.from() != null) {
                counts.merge(change.from(), -1L, Long::sum);
            }
            if (change.to() != null) {
                counts.merge(change.to(), 1L, Long::sum);
            }
            first = change.diedAt().isBefore(first) ? change.diedAt() : first;
            last = change.diedAt().isAfter(last) ? change.diedAt() : last;
        }

        void bind(PreparedBatch batch, Key key) {
            batch.bind("scope", key.scope()).bind("fingerprint", key.fingerprint());
            for (LetterState state : LetterState.values()) {
                batch.bind(state.word(), counts.getOrDefault(state, 0L));
            }
            batch.bind("first", Rows.time(first)).bind("last", Rows.time(last)).add();
        }
    }

    /**
     * The names under which the counts of these tenants are kept.
     *
     * @param tenants null if they do not matter
     */
    static List<String> scopes(@Nullable List<String> tenants) {
        return tenants == null
                ? List.of(SCOPE_OF_ALL)
                : tenants.stream().map(Tallies::scopeOf).toList();
    }

    private static String scopeOf(String tenant) {
        return "tenant " + tenant;
    }

    /** Counts what happened. */
    static void count(Handle handle, Collection<Change> changes) {
        Map<Key, Sum> sums = new TreeMap<>();
        Map<HourKey, Long> hours = new TreeMap<>();
        for (Change change : changes) {
            for (Key key : keys(change)) {
                sums.computeIfAbsent(key, unused -> new Sum()).add(change);
                if (change.from() == null) {
                    hours.merge(new HourKey(key, change.diedAt().truncatedTo(ChronoUnit.HOURS)), 1L, Long::sum);
                }
            }
        }
        add(handle, sums);
        addHours(handle, hours);
    }

    private static List<Key> keys(Change change) {
        Key all = new Key(SCOPE_OF_ALL, change.fingerprint());
        return change.tenant() == null
                ? List.of(all)
                : List.of(all, new Key(scopeOf(change.tenant()), change.fingerprint()));
    }

    private static void add(Handle handle, Map<Key, Sum> sums) {
        PreparedBatch update = handle.prepareBatch("UPDATE letter_tally SET " + ADD
                + ", first_at = LEAST(first_at, :first), last_at = GREATEST(last_at, :last)" + HERE);
        sums.forEach((key, sum) -> sum.bind(update, key));
        List<Key> missing = missing(execute(update), new ArrayList<>(sums.keySet()));
        PreparedBatch insert = handle.prepareBatch("INSERT INTO letter_tally (scope, fingerprint, " + COLUMNS
                + ", first_at, last_at) VALUES (:scope, :fingerprint, " + VALUES + ", :first, :last)");
        missing.forEach(key -> Objects.requireNonNull(sums.get(key)).bind(insert, key));
        execute(insert);
    }

    private static void addHours(Handle handle, Map<HourKey, Long> hours) {
        PreparedBatch update = handle.prepareBatch(
                "UPDATE letter_hour SET letters = letters + :letters" + HERE + " AND begins_at = :hour");
        hours.forEach((hour, letters) -> bind(update, hour, letters));
        List<HourKey> missing = missing(execute(update), new ArrayList<>(hours.keySet()));
        PreparedBatch insert = handle.prepareBatch("INSERT INTO letter_hour (scope, fingerprint, begins_at, letters)"
                + " VALUES (:scope, :fingerprint, :hour, :letters)");
        missing.forEach(hour -> bind(insert, hour, Objects.requireNonNull(hours.get(hour))));
        execute(insert);
    }

    private static void bind(PreparedBatch batch, HourKey hour, long letters) {
        OffsetDateTime begins = Rows.time(hour.hour());
        batch.bind("scope", hour.key().scope())
                .bind("fingerprint", hour.key().fingerprint())
                .bind("hour", begins)
                .bind("letters", letters)
                .add();
    }

    static int[] execute(PreparedBatch batch) {
        return batch.size() == 0 ? new int[0] : batch.execute();
    }

    /** Those whose update found no row. */
    static <K> List<K> missing(int[] updated, List<K> keys) {
        List<K> missing = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (updated[i] == 0) {
                missing.add(keys.get(i));
            }
        }
        return missing;
    }
}
