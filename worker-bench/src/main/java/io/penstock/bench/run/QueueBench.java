package io.penstock.bench.run;

import io.penstock.bench.contender.NoOpHandler;
import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The benchmark of queues: everything in one run, on one machine, on one queue. For one thread. */
public final class QueueBench {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final List<Goal> GOALS = List.of(Goal.atLeastTimes(1.0, "c", "b"));

    private final Plan plan;
    private final Path work;
    private final Consumer<String> progress;

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
        progress.accept("starting RabbitMQ");
        try (Testbed testbed = Testbed.builder()
                .rabbitMq()
                .allowInstall(allowInstall)
                .announce(progress)
                .start()) {
            JavaCommands java = JavaCommands.locate(work, plan.jvmOptions());
            Contenders contenders = new Contenders(java, testbed.rabbitMq().url(), work, plan.workerSettings());
            declareQueue(contenders);
            List<Series> series = throughput(contenders);
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(testbed.rabbitMq().version()),
                    settings(contenders),
                    series,
                    GOALS);
        }
    }

    /** The worker declares it with its own arguments, and everybody uses the same. */
    private void declareQueue(Contenders contenders) throws Exception {
        Path log = work.resolve("declare.log");
        try (JavaProcess worker = contenders.of(Part.PENSTOCK).start(0, 0, log)) {
            worker.awaitReady(START_LIMIT);
        }
    }

    /** In turns, so that noise hits all alike. */
    private List<Series> throughput(Contenders contenders) throws Exception {
        Throughput throughput = new Throughput(contenders.rabbitMqUrl(), NoOpHandler.QUEUE, work);
        Map<Part, Throughput.Size> sizes = new EnumMap<>(Part.class);
        Map<Part, List<Throughput.Measured>> results = new EnumMap<>(Part.class);
        for (Part part : plan.parts()) {
            Throughput.Size size = throughput.calibrate(contenders.of(part), plan.warmUp(), plan.measure());
            progress.accept("(%s) %s: %,d jobs to warm up, %,d to measure"
                    .formatted(part.key(), part.title(), size.warmUp(), size.total() - size.warmUp()));
            sizes.put(part, size);
            results.put(part, new ArrayList<>());
        }
        for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
            for (Part part : plan.parts()) {
                Throughput.Measured measured = throughput.measure(contenders.of(part), sizes.get(part));
                progress.accept("%d/%d (%s) %,.0f jobs/s in %.1f s, %.1f µs of processor time per job"
                        .formatted(
                                repetition,
                                plan.repetitions(),
                                part.key(),
                                measured.jobsPerSecond(),
                                measured.seconds(),
                                measured.processorMicrosPerJob()));
                results.get(part).add(measured);
            }
        }
        return series(results);
    }

    private static List<Series> series(Map<Part, List<Throughput.Measured>> results) {
        List<Series> series = new ArrayList<>();
        results.forEach((part, measured) -> series.add(new Series(
                part.key(),
                part.title(),
                "jobs/s",
                measured.stream().map(Throughput.Measured::jobsPerSecond).toList())));
        results.forEach((part, measured) -> series.add(new Series(
                part.key() + ".cpu",
                "processor time: " + part.title(),
                "µs/job",
                measured.stream()
                        .map(Throughput.Measured::processorMicrosPerJob)
                        .toList())));
        return series;
    }

    private Map<String, Object> settings(Contenders contenders) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("repetitions", plan.repetitions());
        settings.put("warm_up_seconds", plan.warmUp().toMillis() / 1e3);
        settings.put("measure_seconds", plan.measure().toMillis() / 1e3);
        settings.put("body_bytes", Backlog.body().length);
        settings.put("queue", "quorum, with the arguments of a job queue");
        settings.put("jvm_options", String.join(" ", plan.jvmOptions()));
        plan.parts()
                .forEach(part -> settings.put(part.key(), contenders.of(part).settings()));
        return settings;
    }
}
