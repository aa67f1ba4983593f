package io.penstock.bench.run;

import io.penstock.bench.contender.NoOpHandler;
import io.penstock.bench.contender.Publication;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the time from when a job should have been enqueued until its user can read the notification. Arrival is open:
 * a job that could not be sent in time counts from when it was due.
 *
 * @param servers what the worker works with
 * @param worker the worker
 * @param work folder for logs
 */
record Latency(Servers servers, Contender worker, Path work) {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(60);
    private static final int USERS = 10;

    /** Ways to send jobs for a while, one after the other, to one worker: {@code warmUp} is not part of the result. */
    List<List<Double>> measure(Stretch warmUp, List<Stretch> stretches) throws Exception {
        servers.forget();
        Servers.settleDisk();
        try (JavaProcess process = worker.start(work.resolve("g.log"));
                JobClient client =
                        JobClient.builder(servers.rabbitMq()).appId("bench").build()) {
            process.awaitReady(START_LIMIT);
            run(client, warmUp, "warm-up");
            List<List<Double>> results = new ArrayList<>();
            for (Stretch stretch : stretches) {
                results.add(run(client, stretch, "rate-" + stretch.jobsPerSecond()));
            }
            return results;
        }
    }

    /**
     * Jobs at a steady rate.
     *
     * @param jobsPerSecond how many in a second
     * @param duration for how long
     */
    record Stretch(int jobsPerSecond, Duration duration) {
        int jobs() {
            return (int) Math.max(1, jobsPerSecond * duration.toMillis() / 1_000);
        }

        long dueAfterNanos(int number) {
            return number * 1_000_000_000L / jobsPerSecond;
        }
    }

    /** Milliseconds of each job. */
    private List<Double> run(JobClient client, Stretch stretch, String name) throws InterruptedException {
        byte[] body = Publication.body();
        try (Notifications notifications = new Notifications(servers.redis(), name, USERS, stretch.jobs())) {
            long start = System.nanoTime();
            for (int i = 0; i < stretch.jobs(); i++) {
                long due = start + stretch.dueAfterNanos(i);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                notifications.due(i, due);
                var unused = client.enqueue(NewJob.on(NoOpHandler.QUEUE, body)
                        .id(notifications.jobId(i))
                        .user(notifications.user(i)));
            }
            return notifications.awaitAll(ARRIVAL_LIMIT);
        }
    }
}
