package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;
import java.time.Duration;

/**
 * One measurement of throughput, or several.
 *
 * @param jobs how many were measured
 * @param seconds how long they took
 * @param processorSeconds processor time of the contender meanwhile
 */
record Measured(long jobs, double seconds, double processorSeconds) {
    static final Measured NOTHING = new Measured(0, 0, 0);

    static Measured between(Mark warm, Mark end) {
        return new Measured(
                end.settled() - warm.settled(),
                (end.nanos() - warm.nanos()) / 1e9,
                (end.processorNanos() - warm.processorNanos()) / 1e9);
    }

    Measured plus(Measured other) {
        return new Measured(jobs + other.jobs, seconds + other.seconds, processorSeconds + other.processorSeconds);
    }

    /** How much longer it would have to be to last this long; zero if it does. */
    Duration missing(Duration wanted) {
        long nanos = wanted.toNanos() - Math.round(seconds * 1e9);
        return Duration.ofNanos(Math.max(0, nanos));
    }

    double jobsPerSecond() {
        return jobs / seconds;
    }

    double processorMicrosPerJob() {
        return processorSeconds * 1e6 / jobs;
    }
}
