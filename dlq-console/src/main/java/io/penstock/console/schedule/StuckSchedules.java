package io.penstock.console.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules that are due and that nothing can be done with. They are told of once each, looked at again now and then, and in no other
 * schedule's way. Thread-safe.
 */
final class StuckSchedules {
    private static final Logger log = LoggerFactory.getLogger(StuckSchedules.class);
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(15);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Puts them off, and writes down why. They stay due. */
    void putOff(Handle handle, List<Stored.Unreadable> stuck, Instant now) {
        if (stuck.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("UPDATE schedule SET fire_at = :fire, last_error = :error WHERE id = :id");
        for (Stored.Unreadable one : stuck) {
            if (told.add(one.id())) {
                log.error("schedule {} is due and cannot be made sense of; the others go on: {}", one.id(), one.why());
            }
            batch.bind("id", one.id())
                    .bind("fire", ScheduleRows.time(now.plus(UNTIL_NEXT_LOOK)))
                    .bind("error", ScheduleProgress.cut("cannot be made sense of: " + one.why()))
                    .add();
        }
        var unused = batch.execute();
    }

    /** Should one of these be stuck again, it is told of again. */
    void goOn(List<Schedule> readable) {
        if (!told.isEmpty()) {
            readable.forEach(schedule -> told.remove(schedule.id()));
        }
    }
}
