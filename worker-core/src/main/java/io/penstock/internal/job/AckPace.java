package io.penstock.internal.job;

import java.time.Duration;

/**
 * When to acknowledge. An acknowledgement costs the broker about as much as a delivery, and one can stand for hundreds of
 * deliveries if they ended in order. So they gather for a moment, unless the broker would run out of prefetch; what ended
 * before an older delivery gathers for longer, as it has to be acknowledged one by one. Used by one thread.
 */
final class AckPace {
    /** How long what can be acknowledged in one go may wait. */
    static final Duration LONGEST = Duration.ofMillis(5);

    private static final Duration LONGEST_FOR_STRAGGLERS = Duration.ofMillis(50);
    private static final int MOST_GATHERED = 250;

    private final int enough;
    private final int tooMany;
    private long prefixSince;
    private long stragglersSince;

    AckPace(int prefetch) {
        enough = Math.clamp(prefetch / 4, 1, MOST_GATHERED);
        tooMany = Math.max(1, prefetch / 2);
    }

    /** So many answers are worth an acknowledgement. */
    int enough() {
        return enough;
    }

    /** Whether to acknowledge what can be acknowledged in one go, if {@code settled} deliveries are settled. */
    boolean isPrefixDue(int settled, long nowNanos) {
        if (settled == 0) {
            prefixSince = nowNanos;
            return false;
        }
        boolean due = settled >= enough || nowNanos - prefixSince >= LONGEST.toNanos();
        if (due) {
            prefixSince = nowNanos;
        }
        return due;
    }

    /** Whether to acknowledge one by one what is left then, if that is {@code settled} deliveries. */
    boolean areStragglersDue(int settled, long nowNanos) {
        if (settled == 0) {
            stragglersSince = nowNanos;
            return false;
        }
        boolean due = settled >= tooMany || nowNanos - stragglersSince >= LONGEST_FOR_STRAGGLERS.toNanos();
        if (due) {
            stragglersSince = nowNanos;
        }
        return due;
    }
}
