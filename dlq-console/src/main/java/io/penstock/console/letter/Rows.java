package io.penstock.console.letter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How rows are read, and how values are written so that both kinds of database mean the same instant. */
final class Rows {
    /** The columns that {@link #letter} reads. */
    static final String LETTER = "id, job_id, queue, type, tenant, user_id, attempt, body_size, died_at, reason,"
            + " error_class, error_message, worker, fingerprint, state, collected_at, ended_at, replay_id, replay_of";

    private Rows() {}

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static LetterState state(ResultSet row) throws SQLException {
        return LetterState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    static DeadLetter letter(ResultSet row) throws SQLException {
        var job = new DeadLetter.Job(
                row.getString("job_id"),
                row.getString("queue"),
                row.getString("type"),
                row.getString("tenant"),
                row.getString("user_id"),
                row.getInt("attempt"),
                row.getInt("body_size"));
        var death = new DeadLetter.Death(
                instant(row, "died_at"),
                row.getString("reason"),
                row.getString("error_class"),
                row.getString("error_message"),
                row.getString("worker"));
        var status = new DeadLetter.Status(
                state(row),
                instant(row, "collected_at"),
                instantOrNull(row, "ended_at"),
                row.getString("replay_id"),
                row.getObject("replay_of", Long.class));
        return new DeadLetter(row.getLong("id"), job, death, row.getString("fingerprint"), status);
    }
}
