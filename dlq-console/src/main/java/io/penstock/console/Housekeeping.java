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
    private final Runnable more;
    private final Duration kept;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    /**
     * Prepares to delete what is over.
     *
     * @param more what else is deleted
     * @param kept how long dead letters and replays are kept after their end
     */
    Housekeeping(Database database, Schedules schedules, Runnable more, Duration kept, Clock clock) {
        this.retention = new Retention(database, kept, clock);
        this.replays = new Replays(database.jdbi());
        this.schedules = schedules;
        this.more = more;
        this.kept = kept;
        this.clock = clock;
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::sweep, 1, 60, TimeUnit.MINUTES);
    }

    private void sweep() {
        attempt(more);
        attempt(this::sweepLetters);
        attempt(() -> replays.sweep(clock.instant().minus(kept)));
        attempt(this::sweepSchedules);
    }

    private void sweepLetters() {
        int deleted = retention.sweep();
        if (deleted > 0) {
            log.info("{} dead letters whose retention was over were deleted", deleted);
        }
    }

    private void sweepSchedules() {
        int forgotten = schedules.forgetDone(clock.instant().minus(KEPT_AFTER_RUN));
        if (forgotten > 0) {
            log.info("{} schedules that ran once a week ago or earlier were deleted", forgotten);
        }
    }

    private static void attempt(Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            log.warn("what is over could not be deleted, and is tried again in an hour: {}", e.toString());
        }
    }

    @Override
    public void close() {
        // without an interrupt, over which H2 would close its file
        thread.shutdown();
    }
}
