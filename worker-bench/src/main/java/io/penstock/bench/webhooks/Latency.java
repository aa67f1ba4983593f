package io.penstock.bench.webhooks;

import io.penstock.bench.report.Statistics;
import io.penstock.bench.run.JavaProcess;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a message takes from being enqueued to its arrival at a healthy endpoint, at a steady rate.
 *
 * @param rabbitMq its URL
 * @param logs folder for what the worker prints
 * @param load the rate, and how long endpoints take
 */
record Latency(String rabbitMq, Path logs, Load load) {
    /** Fewer than where all goes as fast as it can: they come at the same rate. */
    private static final int WARM_UP = 10_000;

    /** The 99th percentile in milliseconds. */
    double p99(int run, Worker worker, boolean bad) throws Exception {
        try (Receivers receivers = load.healthy();
                Receivers hanging = Load.hanging();
                JavaProcess process = worker.start(logs.resolve("latency-" + run + ".log"))) {
            Jobs jobs = Jobs.of(run, WARM_UP, receivers, bad ? hanging.andAsManyRefusing() : List.of());
            Map<String, Long> sent = new ConcurrentHashMap<>();
            send(jobs.all(), sent);
            Patience.await("the healthy deliveries", () -> receivers.arrivals().size() == WARM_UP + Load.MEASURED);
            process.kill();
            return Statistics.percentile(millis(jobs.measured(), sent, receivers.arrivals()), 99);
        } finally {
            Leftovers.clear(rabbitMq);
        }
    }

    private static List<Double> millis(List<NewJob> jobs, Map<String, Long> sent, Map<String, Long> arrivals) {
        return jobs.stream()
                .map(NewJob::id)
                .filter(arrivals::containsKey)
                .map(id -> (arrivals.getOrDefault(id, 0L) - sent.getOrDefault(id, 0L)) / 1e6)
                .toList();
    }

    private void send(List<NewJob> jobs, Map<String, Long> sent) {
        try (JobClient client =
                JobClient.builder(rabbitMq).timeout(Duration.ofSeconds(60)).build()) {
            List<CompletableFuture<?>> confirms = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < jobs.size(); i++) {
                long due = start + i * 1_000_000_000L / load.rate();
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.put(jobs.get(i).id(), System.nanoTime());
                confirms.add(client.enqueue(jobs.get(i)).toCompletableFuture());
            }
            confirms.forEach(CompletableFuture::join);
        }
    }
}
