package io.penstock.console.schedule;

import java.time.Duration;

/**
 * How a recurring job's times are dealt with.
 *
 * @param catchUp    those that were missed
 * @param overlap    those at which the last run has not ended
 * @param busyAtMost after how long the last run counts as ended though nothing was heard of it, 1 s to 30 d
 * @param jitter     by how much a run may be late, so that not all run at once: 0 to 24 h
 */
public record Policy(CatchUp catchUp, Overlap overlap, Duration busyAtMost, Duration jitter) {
    private static final Duration LONGEST_RUN = Duration.ofDays(30);
    private static final Duration LARGEST_JITTER = Duration.ofHours(24);

    /** Runs once for all that was missed, whether or not the last run has ended. */
    public static final Policy USUAL = new Policy(CatchUp.ONCE, Overlap.ALLOW, Duration.ofHours(24), Duration.ZERO);

    public Policy {
        if (busyAtMost.compareTo(Duration.ofSeconds(1)) < 0 || busyAtMost.compareTo(LONGEST_RUN) > 0) {
            throw new InvalidScheduleException("busy_at_most", "expected 1s to 30d");
        }
        if (jitter.isNegative() || jitter.compareTo(LARGEST_JITTER) > 0) {
            throw new InvalidScheduleException("jitter", "expected 0s to 24h");
        }
        if (catchUp == CatchUp.ALL && overlap == Overlap.SKIP) {
            throw new InvalidScheduleException(
                    "catch_up", "expected skip or once, as runs that are caught up with would overlap each other");
        }
    }
}
