package io.penstock.console.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes down what was published, in the transaction that claimed it. */
final class ScheduleProgress {
    /** After how long a job is tried again that the broker did not take, though it takes others. */
    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(15);

    private static final Duration UNTIL_ENDS_ARE_HEARD = Duration.ofSeconds(1);
    private static final int LONGEST_ERROR = 500;

    private ScheduleProgress() {}

    /** @param away whether the broker takes nothing at all; otherwise it is this or that job that it does not take */
    static void write(Handle handle, List<Fired> all, Instant now, boolean away) {
        if (all.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("UPDATE schedule SET state = :state, due_at = :due, fire_at = :fire,"
                + " last_job = COALESCE(:job, last_job), last_at = COALESCE(:at, last_at), busy_job = :busy_job,"
                + " busy_at = :busy_at, runs = runs + :runs, skipped = skipped + :skipped, last_error = :error"
                + " WHERE id = :id");
        all.forEach(fired -> bind(batch, fired, now, away));
        var unused = batch.execute();
    }

    private static void bind(PreparedBatch batch, Fired fired, Instant now, boolean away) {
        Instant due = fired.due();
        Schedule.Run busy = busy(fired, now);
        batch.bind("id", fired.schedule().id())
                .bind("state", due == null ? "done" : state(fired))
                .bindByType("due", ScheduleRows.time(due), OffsetDateTime.class)
                .bindByType("fire", ScheduleRows.time(fireAt(fired, now, away)), OffsetDateTime.class)
                .bind("job", fired.lastJob())
                .bindByType("at", ScheduleRows.time(fired.lastJob() == null ? null : now), OffsetDateTime.class)
                .bind("busy_job", busy == null ? null : busy.job())
                .bindByType("busy_at", ScheduleRows.time(busy == null ? null : busy.at()), OffsetDateTime.class)
                .bind("runs", fired.published())
                .bind("skipped", fired.failure() == null ? fired.turn().skipped() : 0)
                .bind("error", cut(fired.error()))
                .add();
    }

    /** A paused schedule that somebody runs by hand stays paused. */
    private static String state(Fired fired) {
        return ScheduleRows.word(fired.schedule().plan().state());
    }

    /** Never before now: what is behind takes turns with what is due by now, whoever's it is. */
    private static @Nullable Instant fireAt(Fired fired, Instant now, boolean away) {
        Instant due = fired.due();
        if (due == null) {
            return null;
        }
        if (fired.failure() != null && !away) {
            return now.plus(UNTIL_NEXT_TRY);
        }
        if (fired.turn().isPutOff(fired.schedule())) {
            return now.plus(UNTIL_ENDS_ARE_HEARD);
        }
        Instant planned = Turn.fireAt(fired.schedule(), due);
        return planned.isBefore(now) ? now : planned;
    }

    private static Schedule.@Nullable Run busy(Fired fired, Instant now) {
        boolean matters = fired.schedule().definition().policy().overlap() == Overlap.SKIP;
        String job = fired.lastJob();
        if (!matters || job == null) {
            return matters ? fired.schedule().history().busy() : null;
        }
        return new Schedule.Run(job, now);
    }

    static @Nullable String cut(@Nullable String error) {
        return error == null || error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }
}
