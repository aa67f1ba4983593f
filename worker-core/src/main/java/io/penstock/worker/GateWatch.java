package io.penstock.worker;

import io.penstock.internal.fleet.FleetEar;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.job.QueueLanes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses and resumes the queues of this process as their gates say: at once when it hears that somebody changed one, and
 * every few seconds in case it did not hear. While the broker cannot be asked, all stays as it is.
 */
final class GateWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GateWatch.class);

    private final Gates gates;
    private final FleetEar ear;
    private final List<QueueLanes> queues;
    private final Duration interval;
    private final Semaphore heard = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("gate-watch").unstarted(this::run);

    /** @param ear makes the ear that calls what it is given when somebody changed a gate */
    GateWatch(Gates gates, Function<Runnable, FleetEar> ear, List<QueueLanes> queues, Duration interval) {
        this.gates = gates;
        this.ear = ear.apply(heard::release);
        this.queues = List.copyOf(queues);
        this.interval = interval;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                look();
                boolean unused = heard.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                heard.drainPermits();
            }
        } catch (InterruptedException e) {
            log.debug("gates are watched no more");
        }
    }

    private void look() {
        try {
            ear.listen();
            for (QueueLanes queue : queues) {
                queue.setPaused(!gates.isOpen(queue.queue(), !queue.isPaused()));
            }
        } catch (IOException | RuntimeException e) {
            log.debug("cannot ask whether queues are paused: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
