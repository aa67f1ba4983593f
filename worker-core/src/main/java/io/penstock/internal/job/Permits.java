package io.penstock.internal.job;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of a lane run at once. A job is claimed before its turn comes, so that those that run need not wait while
 * the ledger is asked about the next ones. Thread-safe.
 */
final class Permits {
    /** More than any number of threads that wait. */
    private static final int EVERYBODY = 1 << 20;

    private final int total;
    private final Semaphore free;
    private volatile boolean closed;

    Permits(int total) {
        this.total = total;
        this.free = new Semaphore(total, true);
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
        free.acquireUninterruptibly();
        if (closed) {
            free.release();
            return null;
        }
        return new Permit();
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
