package io.penstock.console.replay;

import io.penstock.console.letter.TenantScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds replays and what has become of their items. Thread-safe. */
public final class Replays {
    /** The largest page of replays. */
    public static final int LARGEST_PAGE = 100;

    /** The largest page of items. */
    public static final int LARGEST_ITEM_PAGE = 500;

    private final Jdbi jdbi;

    /** Reads from this database. */
    public Replays(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What one dead letter has to do with a replay.
     *
     * @param replayId    which
     * @param kind        whether the job was edited
     * @param by          who wanted it, null for those who may not see the replay
     * @param replayReason why, null for those who may not see the replay
     * @param item        what has become of it
     * @param editedAs    the id of the job that it was made into, null if it was not edited
     */
    public record Part(
            String replayId,
            Replay.Kind kind,
            @Nullable String by,
            @Nullable String replayReason,
            ReplayItem item,
            @Nullable String editedAs) {}

    /** One of them, empty if there is none of this id that this scope may see: of all tenants in its own scope, that is. */
    public Optional<Replay> find(TenantScope scope, String id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + ReplayRows.REPLAY + " FROM replay WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> ReplayRows.replay(row))
                        .findOne()
                        .filter(replay -> isVisible(scope, replay.origin().scope())));
    }

    /** A replay is seen by whoever may see all that it may touch. */
    private static boolean isVisible(TenantScope scope, TenantScope touched) {
        return scope.isEverything()
                || (touched.tenants() != null && touched.tenants().stream().allMatch(scope::includes));
    }

    /**
     * A page of replays, the newest first.
     *
     * @param state null for any
     * @param after the last one of the page before, null for the first page
     * @param limit from 1 to {@link #LARGEST_PAGE}
     */
    public List<Replay> page(TenantScope scope, @Nullable ReplayState state, @Nullable Replay after, int limit) {
        String sql = "SELECT " + ReplayRows.REPLAY + " FROM replay WHERE 1 = 1"
                + (state == null ? "" : " AND state = :state")
                + (after == null ? "" : " AND (created_at < :at OR (created_at = :at AND id < :id))")
                + " ORDER BY created_at DESC, id DESC";
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql).setFetchSize(LARGEST_PAGE);
            if (state != null) {
                query.bind("state", state.word());
            }
            if (after != null) {
                query.bind("at", after.origin().at()).bind("id", after.id());
            }
            try (var rows = query.map((row, context) -> ReplayRows.replay(row)).stream()) {
                return rows.filter(replay -> isVisible(scope, replay.origin().scope()))
                        .limit(limit)
                        .toList();
            }
        });
    }

    /** How many items are in which state. */
    public Counts counts(String replayId) {
        return jdbi.withHandle(handle -> counts(handle, replayId));
    }

    static Counts counts(Handle handle, String replayId) {
        Map<ItemState, Integer> counts = new EnumMap<>(ItemState.class);
        handle.createQuery("SELECT state, COUNT(*) AS items FROM replay_item WHERE replay_id = :id GROUP BY state")
                .bind("id", replayId)
                .map((row, context) -> Map.entry(ItemState.of(row.getString("state")), row.getInt("items")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return new Counts(counts);
    }

    /** How many items are ineligible for which reason. */
    public Map<String, Integer> ineligible(String replayId) {
        Map<String, Integer> reasons = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery("SELECT reason, COUNT(*) AS items FROM replay_item"
                        + " WHERE replay_id = :id AND state = 'ineligible' GROUP BY reason")
                .bind("id", replayId)
                .map((row, context) -> Map.entry(row.getString("reason"), row.getInt("items")))
                .forEach(entry -> reasons.put(entry.getKey(), entry.getValue())));
        return reasons;
    }

    /**
     * A page of a replay's items, in the order in which they are published.
     *
     * @param states which, empty for all
     * @param after  the dead letter's id that the page before ended with, 0 for the first page
     * @param limit  from 0 to {@link #LARGEST_ITEM_PAGE}
     */
    public List<ReplayItem> items(String replayId, Collection<ItemState> states, long after, int limit) {
        String sql = "SELECT " + ReplayRows.ITEM + " FROM replay_item WHERE replay_id = :id AND dead_letter_id > :after"
                + (states.isEmpty() ? "" : " AND state = ANY(:states)")
                + " ORDER BY dead_letter_id LIMIT :limit";
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql)
                    .bind("id", replayId)
                    .bind("after", after)
                    .bind("limit", limit);
            if (!states.isEmpty()) {
                query.bindArray(
                        "states",
                        String.class,
                        states.stream().map(ItemState::column).toList());
            }
            return query.map((row, context) -> ReplayRows.item(row)).list();
        });
    }

    /** The replays that a dead letter was part of, the latest first, 50 at most; those that it was ineligible for are none. */
    public List<Part> of(TenantScope scope, long deadLetterId) {
        String columns = "i." + ReplayRows.ITEM.replace(", ", ", i.");
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + columns
                        + ", r.id, r.kind, r.created_by, r.tenants, r.reason AS replay_reason, e.job_id AS edited_as"
                        + " FROM replay_item i JOIN replay r ON r.id = i.replay_id"
                        + " LEFT JOIN letter_edit e ON e.replay_id = i.replay_id"
                        + " WHERE i.dead_letter_id = :letter AND i.state <> 'ineligible'"
                        + " ORDER BY r.created_at DESC LIMIT 50")
                .bind("letter", deadLetterId)
                .map((row, context) -> part(scope, row))
                .list());
    }

    private static Part part(TenantScope scope, ResultSet row) throws SQLException {
        boolean visible = isVisible(scope, ReplayRows.scope(row.getString("tenants")));
        return new Part(
                row.getString("id"),
                ReplayRows.kind(row),
                visible ? row.getString("created_by") : null,
                visible ? row.getString("replay_reason") : null,
                ReplayRows.item(row),
                row.getString("edited_as"));
    }

    /** Deletes those that ended long ago, and plans that nobody has started since. */
    public void sweep(Instant before) {
        List<String> due = jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM replay WHERE ended_at < :before"
                        + " OR (created_at < :before AND state IN ('planning', 'planned')) LIMIT 100")
                .bind("before", before)
                .mapTo(String.class)
                .list());
        due.forEach(this::delete);
    }

    void delete(String id) {
        int some;
        do {
            some = jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM replay_item WHERE replay_id = :id"
                            + " AND dead_letter_id IN (SELECT dead_letter_id FROM replay_item WHERE replay_id = :id"
                            + " ORDER BY dead_letter_id LIMIT 1000)")
                    .bind("id", id)
                    .execute());
        } while (some > 0);
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM letter_edit WHERE replay_id = ?", id);
            handle.execute("DELETE FROM replay WHERE id = ?", id);
        });
    }
}
