package io.penstock.webhook;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** When to try again: the schedule that Standard Webhooks recommends, give or take a fifth. Pure. */
final class RetrySchedule {
    /** As many attempts as there are entries in the specification's list, whose first is "at once". */
    static final int ATTEMPTS = 10;

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /** The wait after {@code attempt}, from 1, failed. */
    static Duration after(int attempt, RandomGenerator random) {
        Duration wait = WAITS.get(Math.min(attempt, WAITS.size()) - 1);
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }
}
