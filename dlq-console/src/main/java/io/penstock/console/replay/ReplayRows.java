package io.penstock.console.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.console.letter.TenantScope;
import io.penstock.internal.job.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How replays and their items are read from rows, and what is JSON in them is written. */
final class ReplayRows {
    /** What {@link #replay} reads. */
    static final String REPLAY = "id, kind, state, reason, created_by, created_at, started_at, ended_at, tenants, rate,"
            + " canary, canary_wait, stop_above, target_queue, by_events, warnings, why";

    /** What {@link #item} reads. */
    static final String ITEM =
            "dead_letter_id, job_id, queue, state, reason, explanation, published_at, ended_at, failed_as";

    private ReplayRows() {}

    static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getString("id"),
                kind(row),
                new Replay.Origin(
                        row.getString("created_by"),
                        row.getString("reason"),
                        row.getTimestamp("created_at").toInstant(),
                        scope(row.getString("tenants"))),
                settings(row),
                new Replay.Progress(
                        ReplayState.of(row.getString("state")),
                        instant(row, "started_at"),
                        instant(row, "ended_at"),
                        row.getString("why")),
                List.of(read(row.getString("warnings"))));
    }

    static Replay.Kind kind(ResultSet row) throws SQLException {
        return Replay.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    }

    static ReplaySettings settings(ResultSet row) throws SQLException {
        return new ReplaySettings(
                row.getInt("rate"),
                row.getInt("canary"),
                row.getInt("canary_wait"),
                row.getObject("stop_above", Integer.class),
                row.getString("target_queue"),
                row.getBoolean("by_events"));
    }

    static ReplayItem item(ResultSet row) throws SQLException {
        return new ReplayItem(
                row.getLong("dead_letter_id"),
                row.getString("job_id"),
                row.getString("queue"),
                ItemState.of(row.getString("state")),
                row.getString("reason"),
                row.getString("explanation"),
                instant(row, "published_at"),
                instant(row, "ended_at"),
                row.getObject("failed_as", Long.class));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    static TenantScope scope(@Nullable String json) {
        return json == null ? TenantScope.ALL : TenantScope.only(read(json));
    }

    static @Nullable String json(TenantScope scope) {
        return scope.tenants() == null ? null : json(new TreeSet<>(scope.tenants()));
    }

    static String json(Collection<String> texts) {
        try {
            return Json.EVENTS.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that cannot be written as JSON", e);
        }
    }

    private static String[] read(String json) {
        try {
            return Json.EVENTS.readValue(json, String[].class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected an array of texts", e);
        }
    }
}
