package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;
import io.penstock.bench.contender.NoOpHandler;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures how fast contenders empty or fill a queue. The broker is slower with more jobs on a queue, so whoever empties it
 * finds as many there as everybody else, and is measured from when as many are left; if it is not warm by then, or too
 * fast, it is stopped while there are put as many again. For one thread.
 */
final class Throughput {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
    /** The plain client and Spring acknowledge 100 at once, Spring for each of two consumers. */
    private static final long UNACKNOWLEDGED = 200;
    /** Acknowledgements on their way may be lost with the process. */
    private static final long IN_HAND = 2_000;

    private final Servers servers;
    private final Path work;
    private final Plan plan;
    private final Backlog backlog;
    /** Over how many users the jobs on the queue are spread. */
    private int users;

    /**
     * @param servers what they work with
     * @param work folder for logs
     * @param plan how long they work
     */
    Throughput(Servers servers, Path work, Plan plan) {
        this.servers = servers;
        this.work = work;
        this.plan = plan;
        this.backlog = new Backlog(servers.rabbitMq(), NoOpHandler.QUEUE);
    }

    /**
     * Prepares the queue, then starts the contender. Nothing else works while it is measured.
     *
     * @throws BenchException if it did not do what it was told
     */
    Measured measure(Contender contender) throws Exception {
        servers.forget();
        Path log = work.resolve(contender.part().key() + ".log");
        return contender.part().isProducer() ? publish(contender, log) : consume(contender, log);
    }

    private Measured consume(Contender contender, Path log) throws Exception {
        if (contender.part().users() != users) {
            users = contender.part().users();
            backlog.clear();
        }
        fill();
        long given = plan.backlog();
        Progress progress = new Progress(plan);
        long settled;
        try (JavaProcess process = contender.start(log)) {
            round(process, given, progress);
            while (!progress.isDone()) {
                process.markAt(given - UNACKNOWLEDGED, LIMIT);
                Thread.sleep(LAST_ANSWERS);
                process.pause();
                given += fill();
                process.resume();
                round(process, given, progress);
            }
            settled = process.markAt(0, LIMIT).settled();
        }
        long most = given - settled + IN_HAND;
        check(contender, backlog.left() <= most, "at most " + most, backlog, log);
        return progress.result();
    }

    /** All of a round if it is still warming up; only the part that counts otherwise, and no more of it than is needed. */
    private void round(JavaProcess process, long given, Progress progress) throws InterruptedException {
        if (progress.isWarm()) {
            Mark middle = process.markAt(given - plan.backlog() * 6L / 10, LIMIT);
            progress.measured(work(process, middle, given - plan.backlog() / 10, progress.toMeasure()));
        } else {
            Mark begin = process.markAt(given - plan.backlog() + 1, LIMIT);
            progress.warmedUp(Measured.between(begin, process.markAt(given - UNACKNOWLEDGED, LIMIT)));
        }
    }

    /** Returns how many jobs it took. */
    private long fill() throws Exception {
        long missing = plan.backlog() - backlog.left();
        backlog.add(missing, users);
        Servers.settleDisk();
        return missing;
    }

    /** Until it has settled so many jobs, or for this long. */
    private static Measured work(JavaProcess process, Mark begin, long most, Duration longest)
            throws InterruptedException {
        Mark end = begin;
        while (end.settled() < most && end.nanos() - begin.nanos() < longest.toNanos()) {
            end = process.markAt(0, LIMIT);
        }
        return Measured.between(begin, end);
    }

    private Measured publish(Contender contender, Path log) throws Exception {
        Backlog published = new Backlog(servers.rabbitMq(), Contenders.PUBLISHED);
        published.clear();
        Servers.settleDisk();
        Mark begin;
        Mark end;
        try (JavaProcess process = contender.start(log)) {
            begin = process.markAfter(process.markAt(1, LIMIT), plan.warmUp(), LIMIT);
            end = process.markAfter(begin, plan.measure(), LIMIT);
        }
        check(contender, published.left() >= end.settled(), "at least " + end.settled(), published, log);
        published.clear();
        return Measured.between(begin, end);
    }

    private static void check(Contender contender, boolean fits, String expected, Backlog backlog, Path log)
            throws Exception {
        if (!fits) {
            throw new BenchException("part %s: expected %s jobs in the queue at the end, got %,d; see %s"
                    .formatted(contender.part().key(), expected, backlog.left(), log));
        }
    }
}
