package io.penstock.internal.job;

import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers inside their interceptors and their time limit. Turns anything thrown into an outcome and never throws.
 * Thread-safe.
 *
 * <p>One thread watches the time of all runs, as a timer per job would cost more than most jobs do. A run is interrupted
 * when its time is up; if it goes on all the same, it is abandoned: its outcome is "time limit exceeded", its slot is
 * free, and what it still does nobody hears of.
 */
final class JobExecutor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobExecutor.class);
    private static final long TICK_MILLIS = 100;
    private static final long IDLE_POLL_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;
    private final List<Interceptor> interceptors;
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean stopping;

    JobExecutor(List<Interceptor> interceptors) {
        this(interceptors, PATIENCE);
    }

    /** @param patience how long a handler may go on after it was interrupted at its time limit */
    JobExecutor(List<Interceptor> interceptors, Duration patience) {
        this.patience = patience;
        this.interceptors = List.copyOf(interceptors);
        this.watch = Thread.ofPlatform().daemon().name("time-limits").start(this::watch);
    }

    /** Runs the job on the calling thread and concludes the execution. */
    void execute(Decoded.Ready<?> call, Execution execution) {
        running.add(execution);
        if (stopping) {
            execution.stop();
        }
        Outcome outcome;
        try {
            Thread.currentThread()
                    .setContextClassLoader(call.handler().getClass().getClassLoader());
            outcome = proceed(interceptors.iterator(), call, execution);
        } catch (Throwable failure) {
            outcome = Outcome.failed(failure);
        } finally {
            execution.leftHandler();
            running.remove(execution);
        }
        execution.returned(outcome);
    }

    private static Outcome proceed(Iterator<Interceptor> rest, Decoded.Ready<?> call, Execution execution)
            throws Exception {
        if (rest.hasNext()) {
            return known(rest.next().around(execution, () -> proceed(rest, call, execution)));
        }
        return known(call.run(execution));
    }

    /** Handlers are written by others, and null is what they return by mistake. */
    @SuppressWarnings("ConstantValue")
    private static Outcome known(Outcome outcome) {
        return outcome == null
                ? new Outcome.Failed(JobError.of("the handler returned null instead of an outcome"), null)
                : outcome;
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            Instant now = Instant.now();
            List.copyOf(running).forEach(execution -> limit(execution, now));
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void limit(Execution execution, Instant now) {
        try {
            if (now.isAfter(execution.deadline())) {
                execution.expire();
            }
            if (now.isAfter(execution.deadline().plus(patience)) && running.remove(execution)) {
                log.error(
                        "job {} ignores its time limit and is abandoned",
                        execution.job().id());
                execution.abandon();
            }
        } catch (RuntimeException e) {
            log.error(
                    "the time limit of job {} could not be kept",
                    execution.job().id(),
                    e);
        }
    }

    int running() {
        return running.size();
    }

    /** What has run longest first, {@code most} at most. */
    List<Execution> longestRunning(int most) {
        return running.stream()
                .sorted(Comparator.comparing(Execution::startedAt))
                .limit(most)
                .toList();
    }

    /** Waits until nothing runs; false if something still does after this time. */
    boolean awaitIdle(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!running.isEmpty()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(IDLE_POLL_MILLIS);
        }
        return true;
    }

    /** Interrupts everything that runs; what returns in time and is not done is handed back. */
    void stopAll() {
        stopping = true;
        running.forEach(Execution::stop);
    }

    /** Hands back what still runs, without waiting for it any longer. */
    void abandonAll() {
        List.copyOf(running).forEach(execution -> {
            if (running.remove(execution)) {
                execution.abandon();
            }
        });
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
