package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.client.JobClient;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.spi.Durations;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Ten thousand schedules, each due once a minute, {@code -Dschedule.load.spread=60s} apart from first to last. How late they are is
 * measured for {@code -Dschedule.load.for=10s}.
 */
@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
class ScheduleLoadIT {
    private static final int SCHEDULES = 10_000;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Duration spread = Durations.parse(System.getProperty("schedule.load.spread", "60s"));
    private final Duration lasting = Durations.parse(System.getProperty("schedule.load.for", "10s"));

    @Test
    void ten_thousand_schedules_run_within_a_second_of_their_time(
            RabbitMqServer broker, PostgresServer postgres, TestReporter reporter) throws Exception {
        String queue = "ten-thousand";
        try (BrokerConnection connection = new BrokerConnection(broker.url(), "a test")) {
            new Topology(connection).declareShared();
            new Topology(connection).declareQueue(queue, null);
        }
        try (Database database = TestDatabases.open(Dialect.POSTGRESQL, postgres);
                PublishedJobs jobs = new PublishedJobs(broker, queue);
                JobClient client = JobClient.builder(broker.url()).build();
                Scheduling scheduling = new Scheduling(
                        database,
                        Clock.systemUTC(),
                        client::enqueue,
                        new SimpleMeterRegistry(),
                        SampleSchedules.jobs())) {
            Instant from = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
            List<Schedule> all = create(new Schedules(database, Clock.systemUTC()), database, queue, from);
            assertThat(Instant.now())
                    .as("nothing was due while they were created")
                    .isBefore(from);
            scheduling.start();
            List<String> expected = all.stream()
                    .filter(schedule -> schedule.plan().due().isBefore(from.plus(lasting)))
                    .map(schedule ->
                            ScheduleId.job(schedule.id(), schedule.plan().due()))
                    .toList();

            await().atMost(Duration.ofMinutes(2)).until(() -> jobs.ids().containsAll(expected));

            List<Long> late = expected.stream()
                    .map(id -> lateness(id, jobs.first(id).at()))
                    .sorted()
                    .toList();
            reporter.publishEntry(
                    "late",
                    "%d runs of %d schedules, spread over %s: by %d ms (median), %d ms (99 of 100), %d ms (most)"
                            .formatted(
                                    late.size(),
                                    SCHEDULES,
                                    spread,
                                    late.get(late.size() / 2),
                                    late.get(late.size() * 99 / 100),
                                    late.getLast()));
            assertThat(late.getFirst()).isNotNegative();
            if (!spread.isZero()) {
                assertThat(late.get(late.size() * 99 / 100)).isLessThanOrEqualTo(1_000);
            }
        }
    }

    private List<Schedule> create(Schedules schedules, Database database, String queue, Instant from) {
        return database.inTransaction(handle -> {
            List<Schedule> all = new ArrayList<>();
            for (int i = 0; i < SCHEDULES; i++) {
                Instant due = from.plus(spread.multipliedBy(i).dividedBy(SCHEDULES));
                Definition definition =
                        SampleSchedules.every(queue, INTERVAL, due, SampleSchedules.policy(CatchUp.ALL));
                all.add(schedules
                        .create(handle, definition, Schedule.Keeper.API, "a test")
                        .orElseThrow());
            }
            return all;
        });
    }

    private static long lateness(String job, Instant came) {
        Instant due = Instant.parse(job.substring(job.indexOf(':', ScheduleId.JOB_PREFIX.length()) + 1));
        return Duration.between(due, came).toMillis();
    }
}
