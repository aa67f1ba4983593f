package io.penstock.image;

import java.time.Duration;

/** When the work on one picture must be over. Long work asks between its steps. Thread-safe. */
final class Deadline {
    private final Duration limit;
    private final long end;
    private volatile boolean cancelled;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /** Nobody waits for the result any more. */
    void cancel() {
        cancelled = true;
    }

    boolean isOver() {
        return cancelled || System.nanoTime() - end > 0;
    }

    /** @throws PictureException if it is over */
    void check() throws PictureException {
        if (isOver()) {
            throw exceeded();
        }
    }

    PictureException exceeded() {
        return new PictureException("expected a picture that is done within " + limit.toSeconds()
                + " s, got one that is" + " not: it costs more to decode than its size says");
    }
}
