package io.penstock.bench.run;

import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The benchmark of queues: everything in one run, on one machine, on one queue. For one thread. */
public final class QueueBench {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final List<Goal> GOALS = List.of(
            Goal.atLeastTimes(1.0, "c", "b"),
            Goal.atLeastTimes(0.7, "d", "b"),
            Goal.atLeastTimes(0.35, "e", "b"),
            Goal.atLeast(10_000, "e"),
            Goal.atLeastTimes(0.9, "f.client", "f.raw"),
            Goal.atMost(50, "g.1000.p99"),
            Goal.atMost(160, "h.idle"),
            Goal.atMost(64, "h.added"));

    private final Plan plan;
    private final Path work;
    private final Consumer<String> progress;
    private final Results results = new Results();

    /**
     * A benchmark.
     *
     * @param work folder for logs
     * @param progress is told what happens, a line at a time
     */
    public QueueBench(Plan plan, Path work, Consumer<String> progress) {
        this.plan = plan;
        this.work = work;
        this.progress = progress;
    }

    /**
     * Starts servers, measures, stops them.
     *
     * @throws BenchException if something could not be measured
     */
    public Report run(boolean allowInstall) throws Exception {
        Instant start = Instant.now();
        try (Servers servers = Servers.start(plan.parts(), allowInstall, progress)) {
            Contenders contenders =
                    new Contenders(JavaCommands.locate(work, plan.jvmOptions()), servers, work, plan.workerSettings());
            declareQueues(contenders.ofAllQueues());
            measure(contenders);
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(servers.rabbitMqVersion()),
                    settings(contenders),
                    results.series(),
                    GOALS);
        }
    }

    /** The worker declares them with its own arguments, and everybody uses the same. */
    private void declareQueues(Contender worker) throws Exception {
        try (JavaProcess process = worker.start(work.resolve("declare.log"))) {
            process.awaitReady(START_LIMIT);
        }
    }

    /** In turns, there and back, so that noise hits all alike. */
    private void measure(Contenders contenders) throws Exception {
        Throughput throughput = new Throughput(contenders.servers(), work, plan);
        for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
            progress.accept("repetition " + repetition + " of " + plan.repetitions());
            for (Part part : plan.partsOf(repetition)) {
                Contender contender = contenders.of(part);
                switch (part) {
                    case LATENCY -> measureLatency(new Latency(contenders.servers(), contender, work));
                    case MEMORY ->
                        say(results.add(new Memory(contenders.servers(), contender, work, plan.pause()).measure()));
                    default -> say(results.add(part, throughput.measure(contender)));
                }
            }
        }
    }

    private void measureLatency(Latency latency) throws Exception {
        List<Latency.Stretch> stretches =
                List.of(new Latency.Stretch(100, plan.measure()), new Latency.Stretch(1_000, plan.measure()));
        List<List<Double>> millis = latency.measure(new Latency.Stretch(1_000, plan.warmUp()), stretches);
        for (int i = 0; i < stretches.size(); i++) {
            say(results.add(stretches.get(i), millis.get(i)));
        }
    }

    private void say(String line) {
        progress.accept(line);
    }

    private Map<String, Object> settings(Contenders contenders) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("repetitions", plan.repetitions());
        settings.put("warm_up_seconds", plan.warmUp().toMillis() / 1e3);
        settings.put("measure_seconds", plan.measure().toMillis() / 1e3);
        settings.put("backlog_jobs", plan.backlog());
        settings.put("body_bytes", io.penstock.bench.contender.Publication.body().length);
        settings.put("queue", "quorum, with the arguments of a job queue");
        settings.put("servers", contenders.servers().names());
        settings.put("jvm_options", String.join(" ", plan.jvmOptions()));
        Map<String, Object> parts = new LinkedHashMap<>();
        plan.parts().forEach(part -> parts.put(part.key(), contenders.of(part).settings()));
        settings.put("parts", parts);
        return settings;
    }
}
