package io.penstock.console.replay;

import java.time.Duration;

/** How many at once, and how long to wait afterwards, for a rate. What was missed is not caught up on. For one thread. */
final class Pace {
    private static final int BATCHES_PER_SECOND = 10;
    private static final int LARGEST_BATCH = 100;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long next = System.nanoTime();

    /** How many to publish at once. */
    static int batch(int rate) {
        return Math.clamp(rate / BATCHES_PER_SECOND, 1, LARGEST_BATCH);
    }

    /** Says that so many were published; returns how long to wait before the next. */
    Duration after(int published, int rate) {
        long now = System.nanoTime();
        long spent = published * SECOND / rate;
        next = Math.max(next + spent, now);
        return Duration.ofNanos(next - now);
    }
}
