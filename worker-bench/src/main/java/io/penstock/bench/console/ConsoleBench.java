package io.penstock.bench.console;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.Machine;
import io.penstock.console.collect.ArrivalListener;
import io.penstock.console.collect.Collector;
import io.penstock.console.collect.DeliveryReader;
import io.penstock.console.collect.LetterStore;
import io.penstock.console.collect.QueueSource;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.Testbed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The benchmark of the console's database. For one thread. */
final class ConsoleBench {
    private static final int BATCH = 1_000;
    private static final int CONNECTIONS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final double LONGEST_ANSWER_MILLIS = 200;
    private static final double LEAST_COLLECTED_PER_SECOND = 1_000;

    private final List<Series> series = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private final int rows;
    private final int collect;
    private final Consumer<String> progress;

    /**
     * A benchmark.
     *
     * @param rows     dead letters in the database when it is asked
     * @param collect  dead letters to collect then
     * @param progress is told what happens, a line at a time
     */
    ConsoleBench(int rows, int collect, Consumer<String> progress) {
        this.rows = rows;
        this.collect = collect;
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
            for (String each : databases) {
                measure(each, servers);
            }
            return new Report(
                    start,
                    Machine.describe(),
                    Machine.versions(servers.rabbitMq().version()),
                    Map.of("rows", rows, "collected", collect),
                    series,
                    goals);
        }
    }

    private void measure(String kind, Testbed servers) throws Exception {
        Path folder = Files.createTempDirectory("penstock-bench-console-");
        try (Database database = Database.open(settings(kind, servers, folder))) {
            note(kind + ".fill", kind + ", filled", "letters/s", fill(database));
            database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
            var questions = new Questions(
                    new Letters(database.jdbi()), new LetterGroups(database.jdbi(), Clock.systemUTC()), progress);
            answer(kind + ".lists", kind + ", a page of a list, p99", questions.lists());
            answer(kind + ".counts", kind + ", a count, p99", questions.counts());
            answer(kind + ".groups", kind + ", a page of groups, p99", questions.groups());
            note(kind + ".collect", kind + ", collected", "letters/s", collect(database, servers));
            goals.add(Goal.atLeast(LEAST_COLLECTED_PER_SECOND, kind + ".collect"));
        } finally {
            delete(folder);
        }
    }

    private static DatabaseSettings settings(String kind, Testbed servers, Path folder) {
        return switch (kind) {
            case "postgresql" ->
                new DatabaseSettings(
                        servers.postgres().createDatabase("bench"),
                        servers.postgres().user(),
                        servers.postgres().password(),
                        CONNECTIONS);
            case "h2" -> new DatabaseSettings("jdbc:h2:file:" + folder.resolve("console"), "", "", CONNECTIONS);
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

    private void answer(String key, String name, double millis) {
        note(key, name, "ms", millis);
        goals.add(Goal.atMost(LONGEST_ANSWER_MILLIS, key));
    }

    private void note(String key, String name, String unit, double value) {
        series.add(new Series(key, name, unit, List.of(value)));
        progress.accept("%s: %.1f %s".formatted(name, value, unit));
    }

    private double fill(Database database) {
        var samples = new SampleLetters(rows);
        var intake = new LetterIntake(Clock.systemUTC());
        long begin = System.nanoTime();
        for (int from = 0; from < rows; from += BATCH) {
            List<NewLetter> batch = IntStream.range(from, Math.min(rows, from + BATCH))
                    .mapToObj(samples::letter)
                    .toList();
            var unused = database.inTransaction(handle -> intake.add(handle, batch));
            if (from % (100 * BATCH) == 0) {
                progress.accept(
                        "  filled with %,d after %d s".formatted(from, (System.nanoTime() - begin) / 1_000_000_000));
            }
        }
        return rows / ((System.nanoTime() - begin) / 1e9);
    }

    /** From queues that are full when the collector begins. */
    private double collect(Database database, Testbed servers) throws Exception {
        BrokerConnection connection = Collector.connect(servers.rabbitMq().url());
        try {
            publish(connection, servers.rabbitMq().url());
            try (Collector collector = new Collector(
                    connection,
                    new DeliveryReader(text -> text),
                    new LetterStore(database, Clock.systemUTC(), ArrivalListener.NONE),
                    QueueSource.configured(SampleLetters.QUEUES))) {
                long begin = System.nanoTime();
                collector.start();
                while (collected(collector) < collect) {
                    if (System.nanoTime() - begin > LIMIT.toNanos()) {
                        throw new BenchException("the collector took longer than " + LIMIT.toMinutes() + " minutes");
                    }
                    Thread.sleep(20);
                }
                return collect / ((System.nanoTime() - begin) / 1e9);
            }
        } finally {
            connection.close();
        }
    }

    private static long collected(Collector collector) {
        return collector.states().stream()
                .mapToLong(Collector.QueueState::collected)
                .sum();
    }

    private void publish(BrokerConnection connection, String url) throws Exception {
        var topology = new Topology(connection);
        topology.declareShared();
        for (String queue : SampleLetters.QUEUES) {
            topology.declareQueue(queue, null);
        }
        var samples = new SampleLetters(collect);
        var factory = new ConnectionFactory();
        factory.setUri(url);
        try (var own = factory.newConnection();
                Channel channel = own.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < collect; i++) {
                String queue = Names.deadLetters(SampleLetters.queue(i));
                channel.basicPublish("", queue, samples.properties(i), samples.body(i));
                if (i % BATCH == 0) {
                    channel.waitForConfirmsOrDie(LIMIT.toMillis());
                }
            }
            channel.waitForConfirmsOrDie(LIMIT.toMillis());
        }
    }
}
