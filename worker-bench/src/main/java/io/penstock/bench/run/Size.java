package io.penstock.bench.run;

import java.time.Duration;

/**
 * How many jobs.
 *
 * @param warmUp jobs that are not measured
 * @param total jobs in all
 */
record Size(long warmUp, long total) {
    /** None: nothing is measured. */
    static final Size NONE = new Size(0, 0);

    /** All batches and windows are full at the end. */
    private static final long ROUND = 1_000;

    static Size lasting(double jobsPerSecond, Duration warmUp, Duration measure) {
        long first = rounded(jobsPerSecond * seconds(warmUp));
        return new Size(first, first + rounded(jobsPerSecond * seconds(measure)));
    }

    long measured() {
        return total - warmUp;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static long rounded(double jobs) {
        return Math.max(1, Math.round(jobs / ROUND)) * ROUND;
    }
}
