package io.penstock.console.letter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** One look at groups. */
final class GroupQuery {
    private static final int TREND_HOURS = 24;
    private static final String COUNTS =
            Stream.of(LetterState.values()).map(state -> "t." + state.word()).collect(Collectors.joining(", "));
    private static final String SUMS = Stream.of(LetterState.values())
            .map(state -> "SUM(" + state.word() + ") AS " + state.word())
            .collect(Collectors.joining(", "));

    private final TenantScope scope;
    private final List<String> scopes;
    private final LetterFilter filter;
    private final Instant trendSince;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    GroupQuery(TenantScope scope, LetterFilter filter, Instant trendSince) {
        this.scope = scope;
        this.scopes = Tallies.scopes(scope.within(filter.facets().tenant()));
        this.filter = filter;
        this.trendSince = trendSince;
        states();
        facets(filter.facets());
        period();
        search();
    }

    private void states() {
        Collection<LetterState> states = filter.states().isEmpty() ? List.of(LetterState.values()) : filter.states();
        conditions.add(states.stream()
                .map(state -> "t." + state.word() + " > 0")
                .collect(Collectors.joining(" OR ", "(", ")")));
    }

    private void facets(LetterFilter.Facets facets) {
        equal("t.fingerprint", "fingerprint", facets.fingerprint());
        equal("g.queue", "queue", facets.queue());
        equal("g.type", "type", facets.type());
        equal("g.reason", "reason", facets.reason());
        if (facets.error() != null && facets.error().indexOf('.') < 0) {
            conditions.add("(g.error_class = :error OR g.error_class LIKE :anyPackage ESCAPE '!')");
            values.put("error", facets.error());
            values.put("anyPackage", "%." + LetterQuery.literal(facets.error()));
        } else {
            equal("g.error_class", "error", facets.error());
        }
    }

    private void equal(String column, String name, @Nullable String value) {
        if (value != null) {
            conditions.add(column + " = :" + name);
            values.put(name, value);
        }
    }

    private void period() {
        if (filter.since() != null) {
            conditions.add("t.last_at >= :since");
            values.put("since", Rows.time(filter.since()));
        }
        if (filter.until() != null) {
            conditions.add("t.first_at <= :until");
            values.put("until", Rows.time(filter.until()));
        }
    }

    /** The example may be another tenant's, so whoever sees one tenant only does not search it. */
    private void search() {
        if (filter.q() != null) {
            String example = scope.isEverything() ? " OR LOWER(g.error_message) LIKE :q ESCAPE '!'" : "";
            conditions.add(
                    "(LOWER(g.error_class) LIKE :q ESCAPE '!' OR LOWER(g.type) LIKE :q ESCAPE '!'" + example + ")");
            values.put("q", "%" + LetterQuery.literal(filter.q().toLowerCase(Locale.ROOT)) + "%");
        }
    }

    LetterGroups.Page page(Handle handle, @Nullable GroupCursor after, int limit) {
        if (after != null) {
            conditions.add("(t.last_at < :afterTime OR (t.last_at = :afterTime AND t.fingerprint < :afterId))");
            values.put("afterTime", Rows.time(after.last()));
            values.put("afterId", after.fingerprint());
        }
        Query query = handle.createQuery("SELECT g.*, " + COUNTS + ", t.first_at, t.last_at FROM (SELECT fingerprint, "
                        + SUMS + ", MIN(first_at) AS first_at, MAX(last_at) AS last_at FROM letter_tally"
                        + " WHERE scope = ANY(:scopes) GROUP BY fingerprint) t"
                        + " JOIN letter_group g ON g.fingerprint = t.fingerprint WHERE "
                        + String.join(" AND ", conditions)
                        + " ORDER BY t.last_at DESC, t.fingerprint DESC LIMIT :limit")
                .bindArray("scopes", String.class, scopes);
        values.forEach(query::bind);
        List<LetterGroup> bare =
                query.bind("limit", limit).map((row, context) -> group(row)).list();
        List<LetterGroup> groups = withDetails(handle, bare);
        String next = groups.size() < limit
                ? null
                : new GroupCursor(
                                groups.getLast().seen().last(), groups.getLast().fingerprint())
                        .text();
        return new LetterGroups.Page(groups, next);
    }

    private LetterGroup group(ResultSet row) throws SQLException {
        Map<LetterState, Long> counts = new EnumMap<>(LetterState.class);
        for (LetterState state : LetterState.values()) {
            counts.put(state, row.getLong(state.word()));
        }
        String frames = row.getString("frames");
        var cause = new LetterGroup.Cause(
                row.getString("queue"),
                row.getString("type"),
                row.getString("reason"),
                row.getString("error_class"),
                scope.isEverything() ? row.getString("error_message") : null,
                frames.isEmpty() ? List.of() : Arrays.asList(frames.split("\n", -1)));
        var seen =
                new LetterGroup.Seen(Rows.instant(row, "first_at"), Rows.instant(row, "last_at"), List.of(), List.of());
        return new LetterGroup(row.getString("fingerprint"), cause, counts, seen, note(row));
    }

    private static LetterGroup.@Nullable Note note(ResultSet row) throws SQLException {
        String text = row.getString("note");
        return text == null ? null : new LetterGroup.Note(text, row.getString("note_by"), Rows.instant(row, "note_at"));
    }

    private List<LetterGroup> withDetails(Handle handle, List<LetterGroup> groups) {
        if (groups.isEmpty()) {
            return groups;
        }
        List<String> fingerprints =
                groups.stream().map(LetterGroup::fingerprint).toList();
        Map<String, List<String>> versions = versions(handle, fingerprints);
        Map<String, long[]> hours = hours(handle, fingerprints);
        return groups.stream()
                .map(group -> new LetterGroup(
                        group.fingerprint(),
                        group.cause(),
                        group.counts(),
                        new LetterGroup.Seen(
                                group.seen().first(),
                                group.seen().last(),
                                versions.getOrDefault(group.fingerprint(), List.of()),
                                trend(hours.get(group.fingerprint()))),
                        group.note()))
                .toList();
    }

    private static List<Long> trend(long @Nullable [] hours) {
        return Arrays.stream(hours == null ? new long[TREND_HOURS] : hours)
                .boxed()
                .toList();
    }

    private static Map<String, List<String>> versions(Handle handle, List<String> fingerprints) {
        Map<String, List<String>> versions = new HashMap<>();
        handle.createQuery("SELECT fingerprint, version FROM letter_version WHERE fingerprint = ANY(:fingerprints)"
                        + " ORDER BY fingerprint, last_at DESC, version DESC")
                .bindArray("fingerprints", String.class, fingerprints)
                .map((row, context) -> Map.entry(row.getString("fingerprint"), row.getString("version")))
                .forEach(entry -> versions.computeIfAbsent(entry.getKey(), unused -> new ArrayList<>())
                        .add(entry.getValue()));
        return versions;
    }

    private record Hour(String fingerprint, Instant begins, long letters) {}

    private Map<String, long[]> hours(Handle handle, List<String> fingerprints) {
        Map<String, long[]> hours = new HashMap<>();
        handle.createQuery("SELECT fingerprint, begins_at, letters FROM letter_hour WHERE scope = ANY(:scopes)"
                        + " AND fingerprint = ANY(:fingerprints) AND begins_at >= :since AND begins_at < :until")
                .bindArray("scopes", String.class, scopes)
                .bindArray("fingerprints", String.class, fingerprints)
                .bind("since", Rows.time(trendSince))
                .bind("until", Rows.time(trendSince.plus(Duration.ofHours(TREND_HOURS))))
                .map((row, context) ->
                        new Hour(row.getString("fingerprint"), Rows.instant(row, "begins_at"), row.getLong("letters")))
                .forEach(hour -> hours.computeIfAbsent(hour.fingerprint(), unused -> new long[TREND_HOURS])[
                                (int) Duration.between(trendSince, hour.begins())
                                        .toHours()] +=
                        hour.letters());
        return hours;
    }
}
