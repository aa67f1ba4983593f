package io.penstock.bench.http;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.report.Statistics;
import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.Machine;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.Testbed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The benchmark of enqueueing over HTTP: broker, database and console on one machine with the callers. For one thread. */
final class HttpBench {
    private static final String QUEUE = "bench-http";
    private static final double LEAST_PER_SECOND = 2_000;
    private static final double LONGEST_MILLIS = 10;

    private final List<Series> series = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private final Path logs;
    private final int rate;
    private final Duration time;
    private final Duration warmUp;
    private final Consumer<String> progress;

    /**
     * A benchmark.
     *
     * @param logs folder for what consoles print
     * @param rate single jobs per second
     * @param time how long each measurement lasts; batches are sent for half of it before
     * @param warmUp how long single jobs are sent before they are measured
     * @param progress is told what happens, a line at a time
     */
    HttpBench(Path logs, int rate, Duration time, Duration warmUp, Consumer<String> progress) {
        this.logs = logs;
        this.rate = rate;
        this.time = time;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /** Starts servers, measures with each kind of database, stops them. */
    Report run(List<String> databases, boolean allowInstall) throws Exception {
        Instant start = Instant.now();
        try (Testbed servers = Testbed.builder()
                .rabbitMq()
                .postgres()
                .allowInstall(allowInstall)
                .announce(progress)
                .start()) {
            Connection consumer = drain(servers.rabbitMq().url());
            for (String each : databases) {
                measure(each, servers);
            }
            consumer.close();
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(servers.rabbitMq().version()),
                    Map.of(
                            "rate",
                            rate,
                            "seconds",
                            time.toSeconds(),
                            "warm_up",
                            warmUp.toSeconds(),
                            "batch",
                            Callers.BATCH,
                            "callers",
                            Callers.BATCH_CALLERS),
                    series,
                    goals);
        }
    }

    /** What is enqueued is taken away, as a queue that grows is another measurement. */
    private static Connection drain(String url) throws Exception {
        try (BrokerConnection declaring = new BrokerConnection(url, "bench")) {
            new Topology(declaring).declareShared();
            new Topology(declaring).declareQueue(QUEUE, null);
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        Connection connection = factory.newConnection();
        var unused = connection.createChannel().basicConsume(QUEUE, true, (tag, delivery) -> {}, tag -> {});
        return connection;
    }

    private void measure(String kind, Testbed servers) throws Exception {
        Path folder = Files.createTempDirectory("penstock-bench-http-");
        String database = database(kind, servers, folder);
        try (ConsoleProcess console = ConsoleProcess.start(
                        servers.rabbitMq().url(), database, logs.resolve("http-" + kind + ".log"));
                Callers callers = new Callers(console, QUEUE)) {
            List<Double> millis = singles(callers);
            note(kind + ".p50", kind + ", one by one, p50", "ms", Statistics.percentile(millis, 50));
            note(kind + ".p99", kind + ", one by one, p99", "ms", Statistics.percentile(millis, 99));
            goals.add(Goal.atMost(LONGEST_MILLIS, kind + ".p99"));
            note(kind + ".batches", kind + ", in batches of " + Callers.BATCH, "jobs/s", batches(callers));
            goals.add(Goal.atLeast(LEAST_PER_SECOND, kind + ".batches"));
        } finally {
            delete(folder);
        }
    }

    /** Before batches, as broker and database go on writing for a while after these. */
    private List<Double> singles(Callers callers) {
        progress.accept("  warmed up with %d single jobs"
                .formatted(callers.singles(rate, warmUp).size()));
        return callers.singles(rate, time);
    }

    private double batches(Callers callers) throws Exception {
        progress.accept("  warmed up with %.0f jobs/s in batches".formatted(callers.batches(time.dividedBy(2))));
        return callers.batches(time);
    }

    private static String database(String kind, Testbed servers, Path folder) {
        return switch (kind) {
            case "postgresql" ->
                servers.postgres().createDatabase("bench") + "?user="
                        + servers.postgres().user() + "&password="
                        + servers.postgres().password();
            case "h2" -> "jdbc:h2:file:" + folder.resolve("console");
            default -> throw new BenchException("database: expected postgresql or h2, got " + kind);
        };
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void note(String key, String name, String unit, double value) {
        series.add(new Series(key, name, unit, List.of(value)));
        progress.accept("%s: %.1f %s".formatted(name, value, unit));
    }
}
