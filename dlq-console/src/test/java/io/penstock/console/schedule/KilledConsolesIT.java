package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.console.replay.ChildProcess;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.spi.Durations;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two consoles on one PostgreSQL, one of which is always being killed, and a real worker with its ledger. {@code
 * -Dschedule.kills.for=3m} makes it last longer than the suite has time for.
 */
@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES, ServerKind.REDIS})
class KilledConsolesIT {
    private static final int SCHEDULES = 200;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUEUE = "killed-consoles";
    private static final Pattern CONSOLE =
            Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/api/v1[\\s\\S]*(?=collecting dead)");
    private static final Pattern WORKER = Pattern.compile("(?=.*)health and metrics on port (\\d+)");

    private final Duration lasting = Durations.parse(System.getProperty("schedule.kills.for", "20s"));
    private final List<ChildProcess> consoles = new ArrayList<>();
    private final List<ChildProcess> workers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        consoles.forEach(ChildProcess::close);
        workers.forEach(ChildProcess::close);
    }

    @Test
    void each_time_of_each_schedule_runs_once_though_consoles_are_killed(
            RabbitMqServer broker, PostgresServer postgres, RedisServer redis, TestReporter reporter) throws Exception {
        startWorker(broker, redis);
        String url = postgres.createDatabase(
                "killed_consoles_" + ProcessHandle.current().pid());
        DatabaseSettings settings = new DatabaseSettings(url, postgres.user(), postgres.password(), 3);
        try (Database database = Database.open(settings)) {
            List<String> flags = List.of(
                    "--rabbitmq-url=" + broker.url(),
                    "--database-url=" + url + "?user=" + postgres.user() + "&password="
                            + URLEncoder.encode(postgres.password(), StandardCharsets.UTF_8),
                    "--penstock-console-port=0");
            consoles.add(startConsole(flags));
            consoles.add(startConsole(flags));
            Instant from = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
            List<Schedule> all = create(new Schedules(database, Clock.systemUTC()), from);

            int kills = killAlternately(flags, from.plus(lasting));
            Set<String> expected = times(all, from.plus(lasting));
            await().atMost(PATIENCE).until(() -> effects().containsAll(expected));

            List<String> effects = effects();
            assertThat(effects).as("nothing ran twice").doesNotHaveDuplicates();
            assertThat(times(all, Instant.now().plusSeconds(60)))
                    .as("nothing ran at a time that is none")
                    .containsAll(effects);
            reporter.publishEntry(
                    "kills",
                    "%d in %s: %d times of %d schedules, each of which ran once"
                            .formatted(kills, lasting, expected.size(), SCHEDULES));
        }
    }

    private void startWorker(RabbitMqServer broker, RedisServer redis) throws Exception {
        workers.add(ChildProcess.start(
                folder,
                "io.penstock.worker.WorkerMain",
                WORKER,
                List.of(
                        "--rabbitmq-url=" + broker.url(),
                        "--redis-url=" + redis.url(),
                        "--queues=" + QUEUE,
                        "--penstock-http-port=0",
                        "--penstock-test-effects=" + folder.resolve("effects"),
                        "--penstock-test-broken=" + folder.resolve("broken"))));
    }

    private ChildProcess startConsole(List<String> flags) throws Exception {
        return ChildProcess.start(folder, "io.penstock.console.ConsoleMain", CONSOLE, flags);
    }

    private List<String> effects() throws Exception {
        Path file = folder.resolve("effects");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static List<Schedule> create(Schedules schedules, Instant from) {
        var job = new JobTemplate(QUEUE, "replayed.job", "{\"number\":1}", new JobTemplate.Owner(null, null), null);
        return IntStream.range(0, SCHEDULES)
                .mapToObj(i -> from.plusMillis(i * INTERVAL.toMillis() / SCHEDULES))
                .map(first -> new Definition(
                        null, job, new Timing.Every(INTERVAL, first), SampleSchedules.policy(CatchUp.ALL)))
                .map(each ->
                        schedules.create(each, Schedule.Keeper.API, "a test").orElseThrow())
                .toList();
    }

    /** Each one is killed when the other has come back. */
    private int killAlternately(List<String> flags, Instant until) throws Exception {
        int kills = 0;
        while (Instant.now().isBefore(until)) {
            int victim = kills % 2;
            consoles.get(victim).kill();
            consoles.set(victim, startConsole(flags));
            kills++;
        }
        return kills;
    }

    /** The ids of the jobs for all times before this one. */
    private static Set<String> times(List<Schedule> all, Instant until) {
        Set<String> times = new TreeSet<>();
        for (Schedule schedule : all) {
            Instant due = schedule.plan().due();
            while (due != null && due.isBefore(until)) {
                times.add(ScheduleId.job(schedule.id(), due));
                due = schedule.definition().timing().next(due).orElse(null);
            }
        }
        return times;
    }
}
