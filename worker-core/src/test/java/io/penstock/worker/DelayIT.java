package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.penstock.Outcome;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that are to run later, on the delay ladder of a real broker. */
@WithServers(ServerKind.RABBITMQ)
class DelayIT {
    /** Up to a second for rounding up, and some for the hops from rung to rung on a busy machine. */
    private static final Duration LATEST = Duration.ofMillis(1_750);

    private final RabbitMqServer rabbit;
    private final Map<String, Instant> startedAt = new ConcurrentHashMap<>();
    private final String queue = Wire.freshQueue("delayed");
    private VirtualHost host;
    private Wire wire;
    private JobClient client;

    DelayIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "delays");
        wire = new Wire(host.url());
        client = JobClient.builder(host.url()).build();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        wire.close();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit).set("RABBITMQ_URL", host.url());
    }

    private TestWorker recording() throws Exception {
        return worker().handle(queue, (payload, context) -> {
                    startedAt.putIfAbsent(context.job().id(), Instant.now());
                    return Outcome.done();
                })
                .start();
    }

    private void assertInTime(Map<String, Instant> due) {
        await("all jobs have started")
                .atMost(Duration.ofSeconds(20))
                .until(() -> startedAt.keySet().containsAll(due.keySet()));
        due.forEach((id, at) -> assertThat(startedAt.get(id)).as(id).isBetween(at, at.plus(LATEST)));
    }

    @Test
    void a_job_with_a_start_time_in_any_form_starts_within_a_second_or_two_after_it_and_never_before()
            throws Exception {
        Instant at = Instant.now().plusMillis(2_300);
        Instant whole = at.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        LongString text = LongStringHelper.asLongString(at.toString());
        Map<String, Object> forms = Map.of(
                "iso-8601", text,
                "milliseconds", at.toEpochMilli(),
                "milliseconds-as-text", Long.toString(at.toEpochMilli()),
                "past", Instant.now().minusSeconds(5).toString(),
                "amqp-timestamp", Date.from(whole));
        Map<String, Instant> due = new HashMap<>();
        try (TestWorker worker = recording()) {
            for (Map.Entry<String, Object> form : forms.entrySet()) {
                wire.publish(queue, form.getKey(), "{}", Map.of("penstock-run-at", form.getValue()));
                due.put(form.getKey(), at.truncatedTo(ChronoUnit.MILLIS));
            }
            due.put("past", Instant.now().minusSeconds(1));
            due.put("amqp-timestamp", whole);
            assertInTime(due);
        }
    }

    @Test
    void a_start_time_that_nobody_can_read_makes_the_job_malformed() throws Exception {
        try (TestWorker worker = recording()) {
            wire.publish(queue, "someday", "{}", Map.of("penstock-run-at", "tomorrow at noon"));
            GetResponse dead = wire.dead(queue);
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("malformed");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("penstock-run-at", "ISO-8601");
            assertThat(startedAt).isEmpty();
        }
    }

    @Test
    void jobs_with_delays_of_one_to_nine_seconds_start_in_turn_though_the_longest_was_first() throws Exception {
        Map<String, Instant> due = new HashMap<>();
        try (TestWorker worker = recording()) {
            client.enqueue(NewJob.on(queue, Map.of()).id("in-an-hour").delay(Duration.ofHours(1)))
                    .get(10, TimeUnit.SECONDS);
            for (int seconds = 9; seconds >= 1; seconds--) {
                Instant at = Instant.now().plusSeconds(seconds);
                String id = seconds + "s";
                due.put(id, at.truncatedTo(ChronoUnit.MILLIS));
                NewJob job = NewJob.on(queue, Map.of()).id(id);
                boolean byDelay = seconds % 2 == 0;
                client.enqueue(byDelay ? job.delay(Duration.ofSeconds(seconds)) : job.runAt(at))
                        .get(10, TimeUnit.SECONDS);
            }
            assertInTime(due);
            assertThat(startedAt).doesNotContainKey("in-an-hour");
            assertThat(startedAt.entrySet().stream()
                            .sorted(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey))
                    .containsExactly("1s", "2s", "3s", "4s", "5s", "6s", "7s", "8s", "9s");
        }
    }

    @Test
    void many_jobs_due_at_the_same_time_all_arrive() throws Exception {
        Map<String, Instant> due = new HashMap<>();
        try (TestWorker worker = recording()) {
            List<NewJob> jobs = new ArrayList<>();
            Instant at = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.MILLIS);
            for (int i = 0; i < 300; i++) {
                due.put("m-" + i, at);
                jobs.add(NewJob.on(queue, Map.of()).id("m-" + i).runAt(at));
            }
            client.enqueueAll(jobs).forEach(future -> assertThat(future).succeedsWithin(Duration.ofSeconds(10)));
            assertInTime(due);
        }
    }

    @Test
    void delayed_jobs_of_a_deleted_queue_are_parked_and_those_of_other_queues_go_on() throws Exception {
        String doomed = Wire.freshQueue("doomed");
        try (TestWorker declares =
                worker().handle(doomed, (payload, context) -> Outcome.done()).start()) {
            assertThat(wire.ready(doomed)).isZero();
        }
        try (TestWorker worker = recording()) {
            Instant at = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
            client.enqueue(NewJob.on(doomed, Map.of("a", 1)).id("lost-home").runAt(at))
                    .get(10, TimeUnit.SECONDS);
            wire.channel().queueDelete(doomed);
            client.enqueue(NewJob.on(queue, Map.of()).id("goes-on").runAt(at)).get(10, TimeUnit.SECONDS);

            GetResponse parked = wire.take("penstock.unroutable");
            assertThat(parked.getProps().getMessageId()).isEqualTo("lost-home");
            assertThat(Wire.body(parked)).isEqualTo("{\"a\":1}");
            assertInTime(Map.of("goes-on", at));
            Instant later = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
            client.enqueue(NewJob.on(queue, Map.of()).id("later").runAt(later)).get(10, TimeUnit.SECONDS);
            assertInTime(Map.of("later", later));
        }
    }

    @Test
    void a_job_that_came_through_the_ladder_twice_dies_without_the_brokers_bookkeeping() throws Exception {
        try (TestWorker worker = worker().queue(queue, "MAX_ATTEMPTS", "2")
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> Outcome.failed("no"))
                .start()) {
            client.enqueue(NewJob.on(queue, Map.of())
                            .id("twice")
                            .meta("order", "7")
                            .delay(Duration.ofMillis(500)))
                    .get(10, TimeUnit.SECONDS);
            BasicProperties properties = wire.dead(queue).getProps();
            assertThat(properties.getHeaders().keySet())
                    .noneMatch(name -> name.startsWith("x-death")
                            || name.startsWith("x-first-death")
                            || name.startsWith("x-last-death"))
                    .contains("penstock-run-at", "penstock-meta-order", "penstock-dead-reason");
            assertThat(properties.getHeaders().get("penstock-attempt")).isEqualTo(2);
        }
    }

    @Test
    void a_start_time_beyond_the_ladders_reach_waits_on_the_highest_rung() throws Exception {
        try (TestWorker worker = recording()) {
            client.enqueue(NewJob.on(queue, Map.of()).id("next-week").delay(Duration.ofDays(7)))
                    .get(10, TimeUnit.SECONDS);
            assertThat(wire.ready("penstock.delay.16")).isEqualTo(1);
        }
    }
}
