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
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What happens while servers are away. {@code -Dschedule.outage.for=60s} makes it last longer than the suite has time for. */
@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES, ServerKind.KAFKA})
class ScheduleOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Duration outage = Durations.parse(System.getProperty("schedule.outage.for", "4s"));

    @Test
    void what_is_due_while_the_broker_and_then_the_database_are_away_is_published_afterwards(
            RabbitMqServer broker, PostgresServer postgres) throws Exception {
        String queue = "outage";
        declare(broker, queue);
        try (Database database = TestDatabases.open(Dialect.POSTGRESQL, postgres);
                JobClient client = JobClient.builder(broker.url())
                        .timeout(Duration.ofSeconds(5))
                        .build();
                Scheduling scheduling = new Scheduling(
                        database,
                        Clock.systemUTC(),
                        client::enqueue,
                        new SimpleMeterRegistry(),
                        SampleSchedules.jobs())) {
            scheduling.start();
            Set<String> expected = new TreeSet<>();
            Instant from = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            List<Schedule> recurring = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Definition each = SampleSchedules.every(
                        queue, Duration.ofSeconds(1), from.plusMillis(i * 10L), SampleSchedules.policy(CatchUp.ALL));
                recurring.add(scheduling.create(each, "a test").orElseThrow());
                Definition once = SampleSchedules.once(queue, from.plusSeconds(2 + i / 3));
                expected.add(ScheduleId.onlyJob(
                        scheduling.create(once, "a test").orElseThrow().id()));
            }

            broker.kill();
            lasts(outage);
            broker.start();
            await().atMost(PATIENCE).until(() -> scheduling.state().equals("up"));
            postgres.kill();
            lasts(outage.dividedBy(2));
            postgres.start();
            await().atMost(PATIENCE)
                    .until(() -> database.isReachable() && scheduling.state().equals("up"));
            Instant until = Instant.now();

            recurring.forEach(schedule -> expected.addAll(times(schedule, until)));
            try (PublishedJobs jobs = new PublishedJobs(broker, queue)) {
                await().atMost(PATIENCE).until(() -> jobs.ids().containsAll(expected));
            }
        }
    }

    @Test
    void a_run_that_ended_while_no_console_ran_is_heard_of(
            RabbitMqServer broker, PostgresServer postgres, KafkaServer kafka) throws Exception {
        String queue = "overlapping";
        declare(broker, queue);
        var events = new Scheduling.Events(kafka.bootstrapServers(), "ends-" + UUID.randomUUID());
        Policy policy = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofHours(1), Duration.ZERO);
        try (Database database = TestDatabases.open(Dialect.POSTGRESQL, postgres);
                JobClient client = JobClient.builder(broker.url()).build();
                PublishedJobs jobs = new PublishedJobs(broker, queue)) {
            Schedule schedule;
            try (Scheduling first = new Scheduling(
                    database,
                    Clock.systemUTC(),
                    client::enqueue,
                    new SimpleMeterRegistry(),
                    SampleSchedules.jobs(events))) {
                first.start();
                schedule = first.create(
                                SampleSchedules.every(queue, Duration.ofSeconds(1), Instant.now(), policy), "a test")
                        .orElseThrow();
                await().atMost(PATIENCE).until(() -> jobs.of(schedule).size() == 1);
            }
            tellEnd(kafka, events.topic(), jobs.of(schedule).getFirst());
            try (Scheduling second = new Scheduling(
                    database,
                    Clock.systemUTC(),
                    client::enqueue,
                    new SimpleMeterRegistry(),
                    SampleSchedules.jobs(events))) {
                second.start();
                await().atMost(PATIENCE).until(() -> jobs.of(schedule).size() == 2);
                tellEnd(kafka, events.topic(), jobs.of(schedule).getLast());
                await().atMost(PATIENCE).until(() -> jobs.of(schedule).size() == 3);
            }
        }
    }

    /** The ids of a schedule's jobs from its first time on, which is not the beginning if it was created after that, up to this instant. */
    private static Set<String> times(Schedule schedule, Instant until) {
        Set<String> ids = new TreeSet<>();
        for (Instant due = schedule.plan().due();
                due != null && !due.isAfter(until);
                due = schedule.definition().timing().next(due).orElse(null)) {
            ids.add(ScheduleId.job(schedule.id(), due));
        }
        return ids;
    }

    private static void lasts(Duration time) {
        Instant end = Instant.now().plus(time);
        await().atMost(time.plus(PATIENCE)).until(() -> Instant.now().isAfter(end));
    }

    private static void tellEnd(KafkaServer kafka, String topic, String job) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> end =
                    new ProducerRecord<>(topic, job, "{}".getBytes(StandardCharsets.UTF_8));
            end.headers().add("ce_type", "io.penstock.job.completed.v1".getBytes(StandardCharsets.UTF_8));
            assertThat(producer.send(end).get().hasOffset()).isTrue();
        }
    }

    private static void declare(RabbitMqServer broker, String queue) throws Exception {
        try (BrokerConnection connection = new BrokerConnection(broker.url(), "a test")) {
            new Topology(connection).declareShared();
            new Topology(connection).declareQueue(queue, null);
        }
    }
}
