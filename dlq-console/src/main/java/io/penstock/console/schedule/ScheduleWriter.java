package io.penstock.console.schedule;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The statements that change schedules as people want them. What running brings about is {@link ScheduleProgress}'s. */
final class ScheduleWriter {
    private static final String INSERT =
            "INSERT INTO schedule (id, name, name_key, keeper, created_by, created_at, queue,"
                    + " type, tenant, user_id, max_attempts, payload, kind, once_at, every_ms, every_from, cron, zone, catch_up,"
                    + " overlap, busy_ms, jitter_ms, state, due_at, fire_at, revision, runs, skipped) VALUES (:id, :name,"
                    + " :name_key, :keeper, :by, :at, :queue, :type, :tenant, :user_id, :max_attempts, :payload, :kind,"
                    + " :once_at, :every_ms, :every_from, :cron, :zone, :catch_up, :overlap, :busy_ms, :jitter_ms, 'active',"
                    + " :due, :fire, 1, 0, 0)";
    private static final String DEFINED =
            "queue = :queue, type = :type, user_id = :user_id, max_attempts = :max_attempts, payload = :payload,"
                    + " kind = :kind, once_at = :once_at, every_ms = :every_ms, every_from = :every_from, cron = :cron,"
                    + " zone = :zone, catch_up = :catch_up, overlap = :overlap, busy_ms = :busy_ms,"
                    + " jitter_ms = :jitter_ms";
    private static final String PLANNED =
            "due_at = :due, fire_at = :fire, revision = revision + 1, last_error = NULL WHERE id = :id";

    private ScheduleWriter() {}

    /** @param nameKey what its name is there once under, null if it has none */
    static void insert(Handle handle, Schedule schedule, @Nullable String nameKey) {
        Definition definition = schedule.definition();
        Schedule.Origin origin = schedule.origin();
        planned(
                        ScheduleRows.bind(handle.createUpdate(INSERT), definition),
                        schedule,
                        schedule.plan().due())
                .bind("name", definition.name())
                .bind("name_key", nameKey)
                .bind("keeper", ScheduleRows.word(origin.keeper()))
                .bind("by", origin.createdBy())
                .bindByType("at", ScheduleRows.time(origin.createdAt()), OffsetDateTime.class)
                .bind("tenant", definition.job().owner().tenant())
                .execute();
    }

    /** Whether it goes on, its name and its tenant stay. */
    static void redefine(Handle handle, Schedule schedule, Definition definition, Instant due) {
        Schedule changed =
                new Schedule(schedule.id(), definition, schedule.origin(), schedule.plan(), schedule.history());
        Update update = handle.createUpdate("UPDATE schedule SET " + DEFINED + ", " + PLANNED);
        planned(ScheduleRows.bind(update, definition), changed, due).execute();
    }

    static void activate(Handle handle, Schedule schedule, Instant due) {
        planned(handle.createUpdate("UPDATE schedule SET state = 'active', " + PLANNED), schedule, due)
                .execute();
    }

    private static Update planned(Update update, Schedule schedule, @Nullable Instant due) {
        Instant fire = due == null ? null : Turn.fireAt(schedule, due);
        return update.bind("id", schedule.id())
                .bindByType("due", ScheduleRows.time(due), OffsetDateTime.class)
                .bindByType("fire", ScheduleRows.time(fire), OffsetDateTime.class);
    }

    static void delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM schedule WHERE id = :id")
                .bind("id", id)
                .execute();
    }
}
