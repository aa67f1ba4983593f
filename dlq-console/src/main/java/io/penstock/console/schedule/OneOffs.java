package io.penstock.console.schedule;

import io.penstock.console.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr, which wakes up jobs that run once when they are due. Its tables are in the console's database. Its dashboard, which is the
 * part of it that reports usage, is never started. Thread-safe.
 *
 * <p>The schedule's row is what counts: a wake-up that JobRunr has lost, or was never told of because this process was killed, is
 * made up for by the sweeper half a second after the due time, and one too many finds nothing to do.
 */
final class OneOffs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OneOffs.class);

    /** The shortest that JobRunr recommends: it hands out jobs up to so long before they are due. */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** How many wake-ups may wait for their time at once. They are virtual threads, and more are left to the sweeper. */
    private static final int AT_ONCE = 200;

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(1);

    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private final JobRunrServer server;

    OneOffs(Database database, Firing firing, Clock clock) {
        var json = new JacksonJsonMapper(false);
        this.storage = JobRunrTables.open(database);
        this.storage.setJobMapper(new JobMapper(json));
        this.scheduler = new JobRequestScheduler(storage);
        this.server = new JobRunrServer(
                new BackgroundJobServer(storage, json, handing(new WakeupHandler(firing, clock)), configuration()),
                JobRunrServer.LOOK_EVERY);
    }

    private static JobActivator handing(WakeupHandler handler) {
        return new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(handler);
            }
        };
    }

    private static BackgroundJobServerConfiguration configuration() {
        return BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andPollInterval(POLL)
                .andBackgroundJobServerWorkerPolicy(new DefaultBackgroundJobServerWorkerPolicy(
                        AT_ONCE, BackgroundJobServerThreadType.VirtualThreads))
                .andDeleteSucceededJobsAfter(KEPT)
                .andPermanentlyDeleteDeletedJobsAfter(KEPT)
                .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(LONGEST_STOP);
    }

    void start() {
        server.start();
    }

    /** Whether JobRunr has stopped, so that the sweeper does its work, half a second later. */
    boolean isDown() {
        return server.isDown();
    }

    /** Has a schedule that runs once woken up when it is due. */
    void plan(Schedule schedule) {
        if (!(schedule.definition().timing() instanceof Timing.Once)
                || schedule.plan().state() != Schedule.State.ACTIVE) {
            return;
        }
        var due = Objects.requireNonNull(schedule.plan().due());
        try {
            var unused = scheduler.schedule(wakeupOf(schedule), due, new Wakeup(schedule.id(), due.toEpochMilli()));
        } catch (RuntimeException e) {
            log.warn("JobRunr does not know of schedule {}; the sweeper does: {}", schedule.id(), e.toString());
        }
    }

    /** Takes back what was planned before a schedule was changed. */
    void drop(Schedule before) {
        if (before.definition().timing() instanceof Timing.Once) {
            try {
                scheduler.delete(wakeupOf(before));
            } catch (JobNotFoundException e) {
                // it was woken up, or JobRunr has never heard of it
            } catch (RuntimeException e) {
                log.warn("JobRunr will wake up schedule {} for nothing: {}", before.id(), e.toString());
            }
        }
    }

    private static UUID wakeupOf(Schedule schedule) {
        String name = schedule.id() + ":" + schedule.plan().revision();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
