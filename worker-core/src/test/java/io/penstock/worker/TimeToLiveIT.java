package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.penstock.Outcome;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import io.penstock.worker.EventReader.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that expire, and others that the broker itself dead-letters: none vanishes, and each end is told. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA})
class TimeToLiveIT {
    private final RabbitMqServer rabbit;
    private final KafkaServer kafka;
    private final String queue = Wire.freshQueue("mortal");
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private VirtualHost host;
    private Wire wire;
    private EventReader events;

    TimeToLiveIT(RabbitMqServer rabbit, KafkaServer kafka) {
        this.rabbit = rabbit;
        this.kafka = kafka;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "ttl");
        wire = new Wire(host.url());
        events = new EventReader(kafka);
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
        events.close();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .kafka(kafka)
                .handle(queue, (payload, context) -> {
                    ran.add(context.job().id());
                    return Outcome.done();
                });
    }

    private static Map<?, ?> death(GetResponse dead) {
        return (Map<?, ?>) ((List<?>) dead.getProps().getHeaders().get("x-death")).getFirst();
    }

    private static String reason(GetResponse dead) {
        return death(dead).get("reason").toString();
    }

    private Event failed(String jobId) {
        return events.awaitIds(queue, java.util.Set.of(jobId + ":1:failed")).stream()
                .filter(event -> event.jobId().equals(jobId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void jobs_that_expire_while_no_worker_runs_are_dead_letters_and_are_told_by_the_next_worker() throws Exception {
        TestWorker.Builder mortal = worker().queue(queue, "TTL", "3s");
        try (TestWorker declares = mortal.start()) {
            assertThat(wire.ready(queue)).isZero();
        }
        wire.publish(queue, Wire.job("by-queue").type("tea.brew").build(), "{\"a\":1}");
        wire.publish(queue, Wire.job("by-message").expiration("500").build(), "{\"a\":2}");
        await().atMost(Duration.ofSeconds(10)).until(() -> wire.ready(queue + ".dlq") == 2);
        for (String id : List.of("by-queue", "by-message")) {
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getMessageId()).isEqualTo(id);
            assertThat(reason(dead)).isEqualTo("expired");
            assertThat(death(dead).get("queue").toString()).isEqualTo(queue);
            assertThat(dead.getProps().getExpiration()).isNull();
        }
        try (TestWorker worker = mortal.start()) {
            Event byQueue = failed("by-queue");
            assertThat(byQueue.type()).isEqualTo("io.penstock.job.failed.v1");
            assertThat(byQueue.headers()).containsEntry("ce_source", "/penstock/" + queue);
            assertThat(byQueue.data().get("reason").textValue()).isEqualTo("expired");
            assertThat(byQueue.data().get("type").textValue()).isEqualTo("tea.brew");
            assertThat(byQueue.data().get("started_at").isNull()).isTrue();
            assertThat(byQueue.data().get("error").get("message").textValue()).isNotEmpty();
            Event byMessage = failed("by-message");
            assertThat(byMessage.data().get("reason").textValue()).isEqualTo("expired");
            assertThat(byMessage.data().get("type").textValue())
                    .as("the queue's default type")
                    .isEqualTo(queue + ".test");
            await().until(() ->
                    worker.metric("penstock_dead_letters_total{queue=\"" + queue + "\",reason=\"expired\"") == 2);
            await().until(() -> wire.ready("penstock.dead.reports") == 0);
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void a_job_whose_time_ends_while_it_waits_for_its_retry_is_a_dead_letter_and_does_not_run_again() throws Exception {
        try (TestWorker worker = worker().handle(queue, (payload, context) -> {
                    ran.add(context.job().id() + " " + context.job().attempt());
                    return context.job().attempt() == 1
                            ? Outcome.failedRetryAfter(Duration.ofSeconds(2), "not yet")
                            : Outcome.done();
                })
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .start()) {
            wire.publish(queue, Wire.job("too-late").expiration("1000").build(), "{}");
            wire.publish(queue, Wire.job("in-time").expiration("60000").build(), "{}");
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getMessageId()).isEqualTo("too-late");
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("expired");
            await().until(() -> ran.contains("in-time 2"));
            assertThat(ran).containsExactlyInAnyOrder("too-late 1", "in-time 1", "in-time 2");
            Event event = events.awaitIds(queue, java.util.Set.of("too-late:2:failed", "in-time:2:completed")).stream()
                    .filter(told -> told.id().equals("too-late:2:failed"))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.data().get("reason").textValue()).isEqualTo("expired");
        }
        assertThat(wire.ready(queue + ".dlq")).isZero();
    }

    @Test
    void a_job_whose_time_ends_while_a_worker_holds_it_back_is_a_dead_letter_and_does_not_run() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestWorker worker = worker().handle(queue, (payload, context) -> {
                    running.countDown();
                    goOn.await();
                    ran.add(context.job().id());
                    return Outcome.done();
                })
                .queue(queue, "CONCURRENCY", "1")
                .start()) {
            wire.publish(queue, "slow", "{}");
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            Instant published = Instant.now();
            wire.publish(queue, Wire.job("held").expiration("1000").build(), "{}");
            await().until(() -> wire.ready(queue) == 0);
            await().until(() -> Instant.now().isAfter(published.plusMillis(1_500)));
            goOn.countDown();
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getMessageId()).isEqualTo("held");
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("expired");
            assertThat(ran).containsExactly("slow");
            assertThat(failed("held").data().get("reason").textValue()).isEqualTo("expired");
        }
    }

    @Test
    void the_time_to_live_of_a_delayed_job_counts_from_when_it_is_due() throws Exception {
        try (TestWorker worker = worker().start();
                JobClient client = JobClient.builder(host.url()).build()) {
            client.enqueue(NewJob.on(queue, Map.of())
                            .id("delayed")
                            .delay(Duration.ofSeconds(2))
                            .timeToLive(Duration.ofSeconds(5)))
                    .get(10, TimeUnit.SECONDS);
            client.enqueue(NewJob.on(queue, Map.of())
                            .id("hopeless")
                            .delay(Duration.ofMillis(1_100))
                            .timeToLive(Duration.ofMillis(1)))
                    .get(10, TimeUnit.SECONDS);
            await().until(() -> ran.contains("delayed"));
            assertThat(wire.dead(queue).getProps().getMessageId()).isEqualTo("hopeless");
            assertThat(ran).containsExactly("delayed");
        }
    }

    @Test
    void dead_letters_stay_whatever_time_to_live_they_or_their_queue_had() throws Exception {
        try (TestWorker worker = worker().handle(queue, (payload, context) -> Outcome.rejected("no"))
                .queue(queue, "TTL", "1s")
                .start()) {
            wire.publish(queue, Wire.job("dead").expiration("1000").build(), "{}");
            await().until(() -> wire.ready(queue + ".dlq") == 1);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> wire.ready(queue + ".dlq") == 1);
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getExpiration()).isNull();
            assertThat(Wire.header(dead, "penstock-expiration"))
                    .as("kept for whoever puts it back")
                    .isEqualTo("1000");
        }
    }

    @Test
    void a_job_that_consumers_never_settle_is_dead_lettered_by_the_broker_and_told_as_failed() throws Exception {
        try (TestWorker declares = worker().start()) {
            assertThat(wire.ready(queue)).isZero();
        }
        wire.publish(queue, Wire.job("boomerang").build(), "{}");
        int deliveries = 0;
        while (wire.ready(queue + ".dlq") == 0) {
            GetResponse got = wire.channel().basicGet(queue, false);
            if (got != null) {
                deliveries++;
                wire.channel().basicReject(got.getEnvelope().getDeliveryTag(), true);
            }
        }
        assertThat(deliveries).as("20 are allowed after the first").isEqualTo(21);
        assertThat(reason(wire.dead(queue))).isEqualTo("delivery_limit");
        try (TestWorker worker = worker().start()) {
            Event event = failed("boomerang");
            assertThat(event.data().get("reason").textValue()).isEqualTo("delivery_limit");
            assertThat(event.data().get("error").get("class").textValue()).isEqualTo("io.penstock.WorkerCrashed");
        }
        assertThat(ran).isEmpty();
    }
}
