package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;

/**
 * One measurement of throughput.
 *
 * @param jobs how many were measured
 * @param seconds how long they took
 * @param processorSeconds processor time of the contender meanwhile
 */
record Measured(long jobs, double seconds, double processorSeconds) {
    static Measured between(Mark warm, Mark end) {
        return new Measured(
                end.settled() - warm.settled(),
                (end.nanos() - warm.nanos()) / 1e9,
                (end.processorNanos() - warm.processorNanos()) / 1e9);
    }

    double jobsPerSecond() {
        return jobs / seconds;
    }

    double processorMicrosPerJob() {
        return processorSeconds * 1e6 / jobs;
    }
}
