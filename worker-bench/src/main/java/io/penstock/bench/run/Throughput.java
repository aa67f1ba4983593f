package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;
import io.penstock.bench.contender.NoOpHandler;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures how fast a contender empties or fills the queue.
 *
 * @param servers what it works with
 * @param work folder for logs
 */
record Throughput(Servers servers, Path work) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Spring acknowledges the rest of a batch after a while; that is not measured. */
    private static final Duration LAST_ACKS = Duration.ofSeconds(3);

    private static final Size CALIBRATION = new Size(20_000, 60_000);
    private static final Size SHORT_CALIBRATION = new Size(1_000, 3_000);
    /** A process that runs for a second only has not compiled everything yet. */
    private static final double STILL_COLD = 1.3;

    /** How many jobs this contender needs. */
    Size calibrate(Contender contender, Duration warmUp, Duration measure) throws Exception {
        boolean isShort = measure.compareTo(Duration.ofSeconds(1)) < 0;
        double rate =
                measure(contender, isShort ? SHORT_CALIBRATION : CALIBRATION).jobsPerSecond();
        return Size.lasting(rate * STILL_COLD, warmUp, measure);
    }

    /**
     * Prepares the queue, then starts the contender. Nothing else works meanwhile.
     *
     * @throws BenchException if it did not do what it was told
     */
    Measured measure(Contender contender, Size size) throws Exception {
        Backlog backlog = new Backlog(servers.rabbitMq(), NoOpHandler.QUEUE);
        servers.forget();
        if (!contender.isProducer()) {
            backlog.add(size.total(), contender.users());
        }
        Servers.settleDisk();
        Path log = work.resolve(contender.part().key() + ".log");
        Measured measured;
        try (JavaProcess process = contender.start(size, log)) {
            Mark warm = process.nextMark(LIMIT);
            measured = Measured.between(warm, process.nextMark(LIMIT));
            Thread.sleep(contender.part() == Part.SPRING ? LAST_ACKS : Duration.ZERO);
        }
        long expected = contender.isProducer() ? size.total() : 0;
        long left = backlog.left();
        backlog.clear();
        if (left != expected) {
            throw new BenchException("part %s: expected %,d jobs in the queue at the end, got %,d; see %s"
                    .formatted(contender.part().key(), expected, left, log));
        }
        return measured;
    }
}
