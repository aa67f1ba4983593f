package io.penstock.bench.webhooks;

import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.JavaProcess;
import io.penstock.client.NewJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Memory while many deliveries wait for their answers.
 *
 * @param rabbitMq its URL
 * @param logs folder for what the worker prints
 */
record SlowDeliveries(String rabbitMq, Path logs) {
    private static final int COUNT = 5_000;
    private static final int ENDPOINTS = 1_000;
    private static final Duration ANSWER_AFTER = Duration.ofSeconds(40);

    /** The most that the worker's process has had in memory when all of them wait, as the system counts. */
    double peakMib(int run, Worker worker) throws Exception {
        Worker wide = worker.with(
                "-Xmx320m",
                Map.of(
                        "PENSTOCK_QUEUES_WEBHOOKS_CONCURRENCY",
                        Integer.toString(COUNT),
                        "PENSTOCK_WEBHOOK_TIMEOUT",
                        "2m"));
        try (Receivers receivers = Receivers.open(1, ANSWER_AFTER)) {
            String url = receivers.urls().getFirst();
            List<NewJob> jobs = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                jobs.add(Traffic.job(run + "-slow-" + i, url, "endpoint-" + i % ENDPOINTS, i));
            }
            Traffic.enqueue(rabbitMq, jobs);
            try (JavaProcess process = wide.start(logs.resolve("slow-" + run + ".log"))) {
                Patience.await("5,000 deliveries in flight", () -> receivers.waiting() == COUNT);
                return peakMib(process.pid());
            }
        } finally {
            Leftovers.clear(rabbitMq);
        }
    }

    private static double peakMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new BenchException("expected /proc to tell the memory of a process"));
    }
}
