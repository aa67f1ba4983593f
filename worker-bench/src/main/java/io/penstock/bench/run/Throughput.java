package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures how fast a contender empties a backlog.
 *
 * @param rabbitMqUrl the broker
 * @param queue its queue
 * @param work folder for logs
 */
record Throughput(String rabbitMqUrl, String queue, Path work) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** All batches and windows are full at the end. */
    private static final long ROUND = 1_000;

    private static final Size CALIBRATION = new Size(20_000, 60_000);
    /** A process that runs for a second only has not compiled everything yet. */
    private static final double STILL_COLD = 1.3;

    /**
     * How many jobs.
     *
     * @param warmUp jobs that are not measured
     * @param total jobs in all
     */
    record Size(long warmUp, long total) {
        static Size lasting(double jobsPerSecond, Duration warmUp, Duration measure) {
            long first = rounded(jobsPerSecond * seconds(warmUp));
            return new Size(first, first + rounded(jobsPerSecond * seconds(measure)));
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        private static long rounded(double jobs) {
            return Math.max(1, Math.round(jobs / ROUND)) * ROUND;
        }
    }

    /**
     * One measurement.
     *
     * @param jobs how many were measured
     * @param seconds how long they took
     * @param processorSeconds processor time of the contender meanwhile
     */
    record Measured(long jobs, double seconds, double processorSeconds) {
        double jobsPerSecond() {
            return jobs / seconds;
        }

        double processorMicrosPerJob() {
            return processorSeconds * 1e6 / jobs;
        }
    }

    /** How many jobs this contender needs. */
    Size calibrate(Contender contender, Duration warmUp, Duration measure) throws Exception {
        double rate = measure(contender, CALIBRATION).jobsPerSecond();
        return Size.lasting(rate * STILL_COLD, warmUp, measure);
    }

    /**
     * Fills the queue, then lets the contender empty it.
     *
     * @throws BenchException if jobs are left at the end
     */
    Measured measure(Contender contender, Size size) throws Exception {
        Backlog backlog = new Backlog(rabbitMqUrl, queue, contender.users());
        backlog.add(size.total());
        Path log = work.resolve(contender.part().key() + ".log");
        Measured measured;
        try (JavaProcess process = contender.start(size.warmUp(), size.total(), log)) {
            Mark warm = process.nextMark(LIMIT);
            Mark end = process.nextMark(LIMIT);
            measured = new Measured(
                    end.settled() - warm.settled(),
                    (end.nanos() - warm.nanos()) / 1e9,
                    (end.processorNanos() - warm.processorNanos()) / 1e9);
        }
        long left = backlog.left();
        if (left > 0) {
            throw new BenchException("part " + contender.part().key() + ": " + left + " of " + size.total()
                    + " jobs were not acknowledged; see " + log);
        }
        return measured;
    }
}
