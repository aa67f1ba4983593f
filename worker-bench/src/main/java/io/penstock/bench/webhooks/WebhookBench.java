package io.penstock.bench.webhooks;

import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.Machine;
import io.penstock.testbed.Testbed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The benchmark of webhooks: one worker, receivers in this process. For one thread. */
final class WebhookBench {
    private static final List<Goal> GOALS = List.of(
            Goal.atLeastTimes(0.7, "worker", "loop"),
            Goal.atLeastTimes(0.8, "mixed", "worker"),
            new Goal("mixed.p99", "healthy.p99", false, 1.5),
            Goal.atMost(512, "slow"));

    private final Map<String, Series> series = new LinkedHashMap<>();
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Path logs;
    private final Load load;
    private final Consumer<String> progress;
    private int runs;

    /**
     * A benchmark.
     *
     * @param logs folder for what the measured processes print
     * @param load what endpoints and worker are given to do
     * @param progress is told what happens, a line at a time
     */
    WebhookBench(Path logs, Load load, Consumer<String> progress) {
        this.logs = logs;
        this.load = load;
        this.progress = progress;
    }

    /** Starts servers, measures the named parts, stops them. */
    Report run(List<String> parts, int repetitions, boolean allowInstall) throws Exception {
        Instant start = Instant.now();
        try (Testbed servers = Testbed.builder()
                .rabbitMq()
                .allowInstall(allowInstall)
                .announce(progress)
                .start()) {
            String rabbitMq = servers.rabbitMq().url();
            Worker worker = Worker.locate(rabbitMq, load.jvm());
            worker.start(logs.resolve("declare.log")).close();
            for (int i = 0; i < repetitions; i++) {
                for (String part : parts) {
                    measure(part, rabbitMq, worker);
                }
            }
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(servers.rabbitMq().version()),
                    settings(repetitions),
                    List.copyOf(series.values()),
                    GOALS);
        }
    }

    private Map<String, Object> settings(int repetitions) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("repetitions", repetitions);
        settings.put("warm_up", Load.WARM_UP);
        settings.put("deliveries", Load.MEASURED);
        settings.put("healthy_endpoints", Load.HEALTHY);
        settings.put("bad_endpoints", 2 * Load.BAD_OF_EACH_KIND);
        settings.put("answer_after_ms", load.answerAfter().toMillis());
        settings.put("rate", load.rate());
        return settings;
    }

    private void measure(String part, String rabbitMq, Worker worker) throws Exception {
        Throughput throughput = new Throughput(rabbitMq, logs, load);
        Latency latency = new Latency(rabbitMq, logs, load);
        switch (part) {
            case "loop" -> note("loop", "plain OkHttp loop", throughput.ofLoop(++runs));
            case "worker" -> note("worker", "worker, healthy endpoints", throughput.ofWorker(++runs, worker, false));
            case "mixed" ->
                note("mixed", "worker, 10 hang and 10 refuse besides", throughput.ofWorker(++runs, worker, true));
            case "latency" -> {
                note("healthy.p99", "healthy endpoints, p99", "ms", latency.p99(++runs, worker, false));
                note(
                        "mixed.p99",
                        "healthy ones, 10 hang and 10 refuse besides, p99",
                        "ms",
                        latency.p99(++runs, worker, true));
            }
            case "slow" ->
                note(
                        "slow",
                        "memory with 5,000 slow deliveries in flight",
                        "MiB",
                        new SlowDeliveries(rabbitMq, logs).peakMib(++runs, worker));
            default -> throw new BenchException("part: expected loop, worker, mixed, latency or slow, got " + part);
        }
    }

    private void note(String key, String name, Throughput.Rate rate) {
        note(key, name, "deliveries/s", rate.perSecond());
        note(key + ".cpu", name + ", processor time", "µs/delivery", rate.cpuMicros());
    }

    private void note(String key, String name, String unit, double value) {
        values.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
        series.put(key, new Series(key, name, unit, values.getOrDefault(key, List.of())));
        progress.accept("(%s) %s: %.1f %s".formatted(key, name, value, unit));
    }
}
