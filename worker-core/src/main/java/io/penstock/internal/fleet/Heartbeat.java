package io.penstock.internal.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds how a worker is, on a thread of its own: no job waits for it, and nothing that goes wrong here
 * matters to anybody else.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration TIME_FOR_THE_LAST = Duration.ofMillis(500);

    private final FleetVoice voice;
    private final Supplier<WorkerReport> report;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);

    /** @param report what to say; called on the heartbeat's thread */
    public Heartbeat(FleetVoice voice, Supplier<WorkerReport> report, Duration interval) {
        this.voice = voice;
        this.report = report;
        this.interval = interval;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            beat();
            while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                beat();
            }
            beat();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            voice.say(FleetVoice.BEAT, report.get().bytes());
        } catch (IOException e) {
            log.debug("nobody hears how this worker is: {}", e.toString());
        } catch (RuntimeException e) {
            log.error("telling how this worker is failed in an unforeseen way; jobs are not concerned", e);
        }
    }

    /** Says one last thing, and does not wait long for a broker that does not listen. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TIME_FOR_THE_LAST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
