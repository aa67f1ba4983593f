package io.penstock.pdf;

/**
 * Whether a rendering has to stop, asked by everything that it calls all the time: the libraries do not look at interrupts.
 * Safe to use from any thread.
 */
final class Stopwatch {
    private volatile boolean stopped;

    /** Makes every further {@link #check} throw. */
    void stop() {
        stopped = true;
    }

    /** @throws StoppedException if the rendering has to stop */
    void check() {
        if (stopped) {
            throw new StoppedException();
        }
    }

    /** Ends a rendering that nobody waits for any more. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("rendering was stopped");
        }
    }
}
