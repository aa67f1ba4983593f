package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.spi.Durations;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two consoles on one PostgreSQL, one of which is always being killed. {@code -Dschedule.kills.for=3m} makes it last longer than the
 * suite has time for.
 */
@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
class KilledConsolesIT {
    private static final int SCHEDULES = 200;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration lasting = Durations.parse(System.getProperty("schedule.kills.for", "20s"));
    private final List<Process> consoles = new ArrayList<>();
    private final String queue = "killed-consoles";

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        for (Process console : consoles) {
            console.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void each_time_of_each_schedule_is_one_run_though_consoles_are_killed(
            RabbitMqServer broker, PostgresServer postgres, TestReporter reporter) throws Exception {
        declare(broker);
        String url = postgres.createDatabase(
                "killed_consoles_" + ProcessHandle.current().pid());
        DatabaseSettings settings = new DatabaseSettings(url, postgres.user(), postgres.password(), 3);
        try (Database database = Database.open(settings);
                PublishedJobs jobs = new PublishedJobs(broker, queue)) {
            String console = url + "?user=" + postgres.user() + "&password="
                    + URLEncoder.encode(postgres.password(), StandardCharsets.UTF_8);
            consoles.add(start(broker, console));
            consoles.add(start(broker, console));
            await().atMost(PATIENCE).until(() -> collecting() == 2);

            Instant from = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
            Schedules schedules = new Schedules(database, Clock.systemUTC());
            List<Schedule> all = IntStream.range(0, SCHEDULES)
                    .mapToObj(i -> schedules
                            .create(
                                    SampleSchedules.every(
                                            queue,
                                            INTERVAL,
                                            from.plusMillis(i * INTERVAL.toMillis() / SCHEDULES),
                                            SampleSchedules.policy(CatchUp.ALL)),
                                    Schedule.Keeper.API,
                                    "a test")
                            .orElseThrow())
                    .toList();
            int kills = killAlternately(broker, console, from.plus(lasting));
            Set<String> expected = expected(all, from.plus(lasting));

            await().atMost(PATIENCE).until(() -> jobs.ids().containsAll(expected));

            assertThat(strangers(jobs, all)).isEmpty();
            reporter.publishEntry(
                    "kills",
                    "%d in %s: %d runs of %d schedules, each published; %d messages were there twice"
                            .formatted(kills, lasting, expected.size(), SCHEDULES, jobs.doubles()));
            // a kill between confirm and commit doubles what that console had under way, under the same id: the
            // ledger's business
            assertThat(jobs.doubles()).isLessThanOrEqualTo((long) kills * Firing.BATCH / 4);
        }
    }

    private void declare(RabbitMqServer broker) throws Exception {
        try (BrokerConnection connection = new BrokerConnection(broker.url(), "a test")) {
            new Topology(connection).declareShared();
            new Topology(connection).declareQueue(queue, null);
        }
    }

    private Process start(RabbitMqServer broker, String database) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.console.ConsoleMain",
                        "--rabbitmq-url=" + broker.url(),
                        "--penstock-console-data="
                                + folder.resolve(UUID.randomUUID().toString()),
                        "--penstock-console-port=0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(UUID.randomUUID() + ".log").toFile());
        builder.environment().put("DATABASE_URL", database);
        return builder.start();
    }

    private long collecting() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(this::isCollecting).count();
        }
    }

    private boolean isCollecting(Path log) {
        try {
            return Files.isRegularFile(log) && Files.readString(log).contains("collecting dead letters");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each one is killed when the other has come back. */
    private int killAlternately(RabbitMqServer broker, String database, Instant until) throws Exception {
        int kills = 0;
        long up = 2;
        while (Instant.now().isBefore(until)) {
            int victim = kills % 2;
            assertThat(consoles.get(victim).destroyForcibly().waitFor(10, TimeUnit.SECONDS))
                    .isTrue();
            kills++;
            consoles.set(victim, start(broker, database));
            long expected = ++up;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> collecting() == expected);
        }
        return kills;
    }

    private static Set<String> expected(List<Schedule> all, Instant until) {
        Set<String> expected = new TreeSet<>();
        for (Schedule schedule : all) {
            Instant due = schedule.plan().due();
            while (due != null && due.isBefore(until)) {
                expected.add(ScheduleId.job(schedule.id(), due));
                due = schedule.definition().timing().next(due).orElse(null);
            }
        }
        return expected;
    }

    /** Jobs for times that are none. */
    private static List<String> strangers(PublishedJobs jobs, List<Schedule> all) {
        Set<String> known = expected(all, Instant.now().plusSeconds(60));
        return jobs.ids().stream().filter(id -> !known.contains(id)).toList();
    }
}
