package io.penstock.console.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobrunr.server.BackgroundJobServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr's server, kept running: it stops itself for good when its database has failed it once or a few times, depending on what it was
 * about. Thread-safe.
 */
final class JobRunrServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobRunrServer.class);
    /** Often enough: meanwhile the sweeper does its work. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final BackgroundJobServer server;
    private final Duration lookEvery;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedule-jobrunr-watch").factory());
    private volatile boolean wanted;

    JobRunrServer(BackgroundJobServer server, Duration lookEvery) {
        this.server = server;
        this.lookEvery = lookEvery;
    }

    void start() {
        wanted = true;
        server.start();
        var unused = watch.scheduleWithFixedDelay(
                this::keepRunning, lookEvery.toMillis(), lookEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it has stopped though it should run, or is just starting or stopping. */
    boolean isDown() {
        return wanted && !server.isRunning();
    }

    /** Starts it again if it has stopped. */
    void keepRunning() {
        if (!isDown()) {
            return;
        }
        log.warn("JobRunr has stopped and is started again; until it runs, the sweeper fires what runs once");
        try {
            server.start();
        } catch (RuntimeException e) { // whatever it is, it is tried again
            log.warn("JobRunr could not be started", e);
        }
    }

    @Override
    public void close() {
        wanted = false;
        watch.close();
        server.stop();
    }
}
