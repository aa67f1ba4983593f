package io.penstock.console.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** How schedules are written into rows and read from them. */
final class ScheduleRows {
    static final String COLUMNS =
            "id, name, keeper, created_by, created_at, queue, type, tenant, user_id, max_attempts,"
                    + " payload, kind, once_at, every_ms, every_from, cron, zone, catch_up, overlap, busy_ms, jitter_ms, state,"
                    + " due_at, revision, last_job, last_at, busy_job, busy_at, runs, skipped, last_error";

    /** The same without the payload, which may be large, for lists. */
    static final String SUMMARY = COLUMNS.replace(" payload,", " '{}' AS payload,");

    private ScheduleRows() {}

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant sureInstant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, ResultSet row, String column) throws SQLException {
        return Enum.valueOf(type, row.getString(column).toUpperCase(Locale.ROOT));
    }

    /** What cannot be understood in one row is nothing against the others. */
    static Stored tryRead(ResultSet row) throws SQLException {
        try {
            return new Stored.Whole(read(row));
        } catch (RuntimeException e) {
            return Stored.Unreadable.of(row.getString("id"), e);
        }
    }

    static Schedule read(ResultSet row) throws SQLException {
        return new Schedule(
                row.getString("id"),
                definition(row),
                new Schedule.Origin(
                        constant(Schedule.Keeper.class, row, "keeper"),
                        row.getString("created_by"),
                        sureInstant(row, "created_at")),
                new Schedule.Plan(
                        constant(Schedule.State.class, row, "state"), instant(row, "due_at"), row.getLong("revision")),
                new Schedule.History(
                        run(row, "last"),
                        run(row, "busy"),
                        row.getLong("runs"),
                        row.getLong("skipped"),
                        row.getString("last_error")));
    }

    private static Definition definition(ResultSet row) throws SQLException {
        var job = new JobTemplate(
                row.getString("queue"),
                row.getString("type"),
                row.getString("payload"),
                new JobTemplate.Owner(row.getString("tenant"), row.getString("user_id")),
                row.getObject("max_attempts", Integer.class));
        var policy = new Policy(
                constant(CatchUp.class, row, "catch_up"),
                constant(Overlap.class, row, "overlap"),
                Duration.ofMillis(row.getLong("busy_ms")),
                Duration.ofMillis(row.getLong("jitter_ms")));
        return new Definition(row.getString("name"), job, timing(row), policy);
    }

    private static Timing timing(ResultSet row) throws SQLException {
        return switch (row.getString("kind")) {
            case "once" -> new Timing.Once(sureInstant(row, "once_at"));
            case "every" ->
                new Timing.Every(Duration.ofMillis(row.getLong("every_ms")), sureInstant(row, "every_from"));
            default -> new Timing.Cron(row.getString("cron"), ZoneId.of(row.getString("zone")));
        };
    }

    private static Schedule.@Nullable Run run(ResultSet row, String prefix) throws SQLException {
        String job = row.getString(prefix + "_job");
        return job == null ? null : new Schedule.Run(job, sureInstant(row, prefix + "_at"));
    }

    /** Binds the columns of what somebody wants to happen, by their names. */
    static <S extends SqlStatement<S>> S bind(S statement, Definition definition) {
        JobTemplate job = definition.job();
        Policy policy = definition.policy();
        return bind(statement, definition.timing())
                .bind("queue", job.queue())
                .bind("type", job.type())
                .bind("user_id", job.owner().user())
                .bind("max_attempts", job.maxAttempts())
                .bind("payload", job.payload())
                .bind("catch_up", word(policy.catchUp()))
                .bind("overlap", word(policy.overlap()))
                .bind("busy_ms", policy.busyAtMost().toMillis())
                .bind("jitter_ms", policy.jitter().toMillis());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Timing timing) {
        return switch (timing) {
            case Timing.Once once -> bind(statement, "once", once.at(), null, null, null, null);
            case Timing.Every every ->
                bind(statement, "every", null, every.interval().toMillis(), every.from(), null, null);
            case Timing.Cron cron ->
                bind(
                        statement,
                        "cron",
                        null,
                        null,
                        null,
                        cron.expression(),
                        cron.zone().getId());
        };
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement,
            String kind,
            @Nullable Instant at,
            @Nullable Long interval,
            @Nullable Instant from,
            @Nullable String cron,
            @Nullable String zone) {
        return statement
                .bind("kind", kind)
                .bindByType("once_at", time(at), OffsetDateTime.class)
                .bind("every_ms", interval)
                .bindByType("every_from", time(from), OffsetDateTime.class)
                .bind("cron", cron)
                .bind("zone", zone);
    }
}
