package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One job's way through a worker, seen from the broker. */
@WithServers(ServerKind.RABBITMQ)
class JourneyIT {
    private final RabbitMqServer rabbit;
    private Wire wire;

    JourneyIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(rabbit);
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    @Test
    void the_smallest_job_without_any_property_runs_under_an_id_of_its_own() throws Exception {
        String queue = Wire.freshQueue("smallest");
        BlockingQueue<Job> seen = new LinkedBlockingQueue<>();
        try (TestWorker worker = TestWorker.on(rabbit)
                .handle(queue, (payload, context) -> {
                    seen.add(context.job());
                    return Outcome.done();
                })
                .start()) {
            wire.publish(queue, new BasicProperties(), "{\"to\":\"a@example.com\"}");
            Job job = seen.poll(10, TimeUnit.SECONDS);
            assertThat(job).as("the job ran").isNotNull();
            assertThat(job.id()).as("an id was assigned").isNotEmpty();
            assertThat(job.type()).as("the queue's default type").isEqualTo(queue + ".test");
            assertThat(job.attempt()).isEqualTo(1);
        }
    }

    @Test
    void a_job_that_fails_twice_runs_a_third_time_and_is_done() throws Exception {
        String queue = Wire.freshQueue("flaky");
        BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> {
                    attempts.add(context.job().attempt());
                    return context.job().attempt() < 3 ? Outcome.failed("not yet") : Outcome.done();
                })
                .start()) {
            wire.publish(queue, "flaky-1", "{}");
            assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
        }
        assertThat(wire.ready(queue + ".dlq")).as("nothing was dead-lettered").isZero();
    }

    @Test
    void a_rejected_job_is_dead_lettered_at_once_with_body_and_properties_unchanged() throws Exception {
        String queue = Wire.freshQueue("rejecting");
        try (TestWorker worker = TestWorker.on(rabbit)
                .handle(queue, (payload, context) -> Outcome.rejected("no such account"))
                .start()) {
            BasicProperties properties = Wire.job("r-1")
                    .appId("shop")
                    .correlationId("c-9")
                    .priority(3)
                    .headers(Map.of("penstock-tenant", "acme", "penstock-meta-order", "42", "x-own", 7))
                    .build();
            wire.publish(queue, properties, "{\"a\": 1.10}");
            GetResponse dead = wire.dead(queue);
            assertThat(Wire.body(dead)).isEqualTo("{\"a\": 1.10}");
            assertThat(dead.getProps().getAppId()).isEqualTo("shop");
            assertThat(dead.getProps().getCorrelationId()).isEqualTo("c-9");
            assertThat(dead.getProps().getPriority()).isEqualTo(3);
            assertThat(Wire.header(dead, "x-own")).isEqualTo("7");
            assertThat(Wire.header(dead, "penstock-tenant")).isEqualTo("acme");
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("rejected");
            assertThat(Wire.header(dead, "penstock-origin-queue")).isEqualTo(queue);
            assertThat(Wire.header(dead, "penstock-attempt")).isEqualTo("1");
            assertThat(Wire.header(dead, "penstock-error-message")).isEqualTo("no such account");
            assertThat(Wire.header(dead, "penstock-dead-at")).isNotNull();
            assertThat(Wire.header(dead, "penstock-worker")).contains("penstock/");
        }
    }

    @Test
    void a_job_that_cannot_be_understood_keeps_its_bytes_in_the_dead_letter_queue() throws Exception {
        String queue = Wire.freshQueue("malformed");
        byte[] bytes = {'{', '"', 'a', (byte) 0xff, (byte) 0xfe, 0, '}'};
        try (TestWorker worker = TestWorker.on(rabbit)
                .handle(queue, (payload, context) -> Outcome.done())
                .start()) {
            wire.publish(queue, Wire.job("bad-1").build(), bytes);
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getBody()).isEqualTo(bytes);
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("malformed");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("UTF-8");
        }
    }

    @Test
    void a_job_of_a_type_that_nobody_runs_is_dead_lettered_and_the_known_types_are_named() throws Exception {
        String queue = Wire.freshQueue("untyped");
        try (TestWorker worker = TestWorker.on(rabbit)
                .handle(queue, (payload, context) -> Outcome.done())
                .start()) {
            wire.publish(queue, Wire.job("u-1").type("tea.brew").build(), "{}");
            GetResponse dead = wire.dead(queue);
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("unknown_type");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("tea.brew", queue + ".test");
        }
    }

    @Test
    void a_snoozed_job_comes_back_without_using_up_an_attempt() throws Exception {
        String queue = Wire.freshQueue("snoozing");
        BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "MAX_ATTEMPTS", "1")
                .handle(queue, (payload, context) -> {
                    attempts.add(context.job().attempt());
                    return attempts.size() < 3
                            ? Outcome.snoozed(java.time.Duration.ofSeconds(1), "rate limit")
                            : Outcome.done();
                })
                .start()) {
            wire.publish(queue, "s-1", "{}");
            for (int i = 0; i < 3; i++) {
                assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
        assertThat(wire.ready(queue + ".dlq")).isZero();
    }
}
