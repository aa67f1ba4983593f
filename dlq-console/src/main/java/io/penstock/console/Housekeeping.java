package io.penstock.console;

import io.penstock.console.letter.Retention;
import io.penstock.console.replay.Replays;
import io.penstock.console.schedule.Schedules;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes now and then what nobody needs any more. */
final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration KEPT_AFTER_RUN = Duration.ofDays(7);

    private final Retention retention;
    private final Replays replays;
    private final Schedules schedules;
    private final Duration kept;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    /** @param kept how long dead letters and replays are kept after their end */
    Housekeeping(Database database, Schedules schedules, Duration kept, Clock clock) {
        this.retention = new Retention(database, kept, clock);
        this.replays = new Replays(database.jdbi());
        this.schedules = schedules;
        this.kept = kept;
        this.clock = clock;
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::sweep, 1, 60, TimeUnit.MINUTES);
    }

    private void sweep() {
        try {
            int deleted = retention.sweep();
            if (deleted > 0) {
                log.info("{} dead letters whose retention was over were deleted", deleted);
            }
            replays.sweep(clock.instant().minus(kept));
            int forgotten = schedules.forgetDone(clock.instant().minus(KEPT_AFTER_RUN));
            if (forgotten > 0) {
                log.info("{} schedules that ran once a week ago or earlier were deleted", forgotten);
            }
        } catch (RuntimeException e) {
            log.warn("retention could not be swept and is tried again in an hour: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
