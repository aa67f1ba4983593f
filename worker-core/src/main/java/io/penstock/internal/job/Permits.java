package io.penstock.internal.job;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of a lane run at once, and how many more are begun with. A job is claimed before its turn comes, so that
 * those that run need not wait while the ledger is asked about the next ones: in the beginning as many again, more as long as
 * turns are free when jobs come, and fewer when jobs wait for their turn. Thread-safe.
 */
final class Permits {
    /** More than any number of threads that wait. */
    private static final int EVERYBODY = 1 << 20;

    private final int total;
    private final int mostAhead;
    private final int fewestAhead;
    private final Semaphore free;
    private final AtomicInteger ahead;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Prepares permits.
     *
     * @param total how many there are
     * @param most how many jobs may be begun with at once, {@code total} or more
     */
    Permits(int total, int most) {
        this.total = total;
        this.mostAhead = most - total;
        this.fewestAhead = Math.min(total, mostAhead);
        this.free = new Semaphore(total, true);
        this.ahead = new AtomicInteger(fewestAhead);
    }

    /** How many jobs to have begun with at once, those that run included. */
    int wanted() {
        return total + ahead.get();
    }

    /** For one job to run. */
    final class Permit {
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Permit() {}

        /** Lets the next job run, once: its own thread gives it back, or whoever does not wait for that any more. */
        void giveBack() {
            if (held.compareAndSet(true, false)) {
                free.release();
            }
        }
    }

    /** Waits for a permit in the order of asking; null if there are none any more. */
    @Nullable
    Permit take() {
        if (waiting.get() == 0 && free.tryAcquire()) {
            if (ahead.get() < mostAhead) {
                ahead.incrementAndGet();
            }
        } else {
            awaitTurn();
        }
        if (closed) {
            free.release();
            return null;
        }
        return new Permit();
    }

    private void awaitTurn() {
        if (waiting.incrementAndGet() > fewestAhead && ahead.get() > fewestAhead) {
            ahead.decrementAndGet();
        }
        free.acquireUninterruptibly();
        waiting.decrementAndGet();
    }

    /** How many are taken. */
    int taken() {
        int all = closed ? total + EVERYBODY : total;
        return Math.clamp(all - free.availablePermits(), 0, total);
    }

    /** Nobody gets a permit from now on, and nobody waits for one. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            free.release(EVERYBODY);
        }
    }

    /** There are permits again, but for those that are still taken. */
    synchronized void open() {
        if (closed) {
            free.acquireUninterruptibly(EVERYBODY);
            closed = false;
        }
    }
}
