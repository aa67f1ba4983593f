package io.penstock;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt. A pure function; called from any thread. */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * The wait after {@code attempt} failed.
     *
     * @param attempt the attempt that failed, from 1
     * @param random source of jitter
     * @return zero or more; the runtime rounds it up to whole seconds
     */
    Duration delayAfter(int attempt, RandomGenerator random);

    /**
     * Exponential back-off with full jitter: evenly between zero and {@code base × 2^(attempt-1)}, at most {@code cap}.
     * Full jitter spreads the retries of jobs that failed together better than any other form (AWS Architecture Blog,
     * "Exponential Backoff And Jitter").
     *
     * @param base upper bound of the first wait, positive
     * @param cap upper bound of every wait, at least {@code base}
     * @throws ArithmeticException if {@code cap} has more milliseconds than a long can hold
     */
    static RetryPolicy exponentialWithFullJitter(Duration base, Duration cap) {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "retry policy: expected 0 < base <= cap, got base " + base + ", cap " + cap);
        }
        double first = base.toMillis();
        double longest = cap.toMillis();
        return (attempt, random) -> {
            int doublings = Math.min(Math.max(attempt, 1) - 1, 40);
            double bound = Math.min(longest, first * Math.pow(2, doublings));
            return Duration.ofMillis(random.nextLong((long) bound + 1));
        };
    }

    /** Always the same wait. */
    static RetryPolicy fixed(Duration delay) {
        return (attempt, random) -> delay;
    }
}
