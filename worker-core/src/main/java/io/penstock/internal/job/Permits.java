package io.penstock.internal.job;

import java.util.concurrent.Semaphore;

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

    /** Waits for a permit in the order of asking; false if there are none any more. */
    boolean take() {
        free.acquireUninterruptibly();
        return !closed;
    }

    void giveBack() {
        free.release();
    }

    /** How many are taken. */
    int taken() {
        return closed ? 0 : total - free.availablePermits();
    }

    /** Nobody gets a permit from now on, and nobody waits for one. */
    void close() {
        if (!closed) {
            closed = true;
            free.release(EVERYBODY);
        }
    }
}
