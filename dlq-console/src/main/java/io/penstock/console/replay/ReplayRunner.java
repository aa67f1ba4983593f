package io.penstock.console.replay;

import io.penstock.console.store.Database;
import io.penstock.console.store.Pauses;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs replays that nobody else runs, each on a thread of its own, as most of the time they wait for something. After a crash
 * whoever starts next goes on with them. Thread-safe.
 */
public final class ReplayRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplayRunner.class);
    /** More wait until one of these is over; each may have some MiB in memory. */
    static final int MOST_AT_ONCE = 50;

    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final Database database;
    private final Sender sender;
    private final Lease lease;
    private final Turns turns = new Turns();
    private final Clock clock;
    private final Pauses pauses = new Pauses();
    private final Semaphore wake = new Semaphore(0);
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Thread watch = Thread.ofPlatform().daemon().name("replays").unstarted(this::watch);

    /**
     * Prepares a runner.
     *
     * @param connection publishes and does nothing else; stays the caller's
     * @param publisher  on this connection; stays the caller's
     */
    public ReplayRunner(Database database, BrokerConnection connection, Publisher publisher, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.lease = new Lease(database);
        this.sender = new Sending(connection, publisher, new Outgoing(database, turns));
    }

    /** Begins. */
    public void start() {
        watch.start();
    }

    /** Says that there may be something to do. */
    public void wake() {
        wake.release();
    }

    private void watch() {
        boolean first = true;
        while (!pauses.isOver()) {
            try {
                if (first) {
                    lease.takeOver();
                    first = false;
                }
                takeWhatIsFree();
            } catch (JdbiException e) {
                log.warn("replays wait for the database: {}", e.getMessage());
            } catch (RuntimeException e) {
                log.error("replays could not be looked for, in an unforeseen way; trying again", e);
            }
            try {
                boolean unused = wake.tryAcquire(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException e) {
                // the pauses say when to end
            }
        }
    }

    private void takeWhatIsFree() {
        for (Lease.Free free : lease.free()) {
            String id = free.id();
            if (hasPlace(free) && !running.containsKey(id) && lease.take(id)) {
                Thread thread =
                        Thread.ofPlatform().daemon().name("replay-" + id).unstarted(() -> run(id, free.kind()));
                running.put(id, thread);
                thread.start();
            }
        }
    }

    /** Replays of many jobs never keep an edited job waiting, and nothing keeps back what is cancelled. */
    private boolean hasPlace(Lease.Free free) {
        if (free.state() == ReplayState.CANCELLING) {
            return true;
        }
        return switch (free.kind()) {
            case REPLAY -> running.size() < MOST_AT_ONCE;
            case EDIT -> running.size() < 2 * MOST_AT_ONCE;
        };
    }

    private void run(String id, Replay.Kind kind) {
        try {
            new ReplayRun(new ReplayWork(id, database, lease, turns, clock), sender, kind, pauses, clock).run();
            lease.release(id);
        } catch (RuntimeException e) {
            log.error("replay {} failed in an unforeseen way and is tried again when its lease is over", id, e);
        } finally {
            running.remove(id);
            wake();
        }
    }

    /** What is on its way is waited for, some seconds at most; another process, or the next start, goes on. */
    @Override
    public void close() {
        pauses.end();
        wake();
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        try {
            if (watch.isAlive()) {
                watch.join(LONGEST_STOP.toMillis());
            }
            for (Thread thread : running.values()) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
