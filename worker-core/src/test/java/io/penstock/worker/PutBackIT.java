package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters that somebody puts back into their queue with whatever client is at hand. */
@WithServers(ServerKind.RABBITMQ)
class PutBackIT {
    /** The headers that the contract says to leave out. */
    private static final Set<String> OF_THE_FAILURE = Set.of(
            "penstock-origin-queue",
            "penstock-attempt",
            "penstock-dead-reason",
            "penstock-dead-at",
            "penstock-error-class",
            "penstock-error-message",
            "penstock-error-stack",
            "penstock-worker");

    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("again");
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();
    private VirtualHost host;
    private Wire wire;

    PutBackIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "putback");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .queue(queue, "MAX_ATTEMPTS", "2")
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> {
                    ran.add(context.job().id() + " " + context.job().attempt());
                    return Outcome.failed("still broken");
                });
    }

    private void putBack(GetResponse dead, Set<String> leftOut) throws Exception {
        Map<String, Object> headers = new HashMap<>(dead.getProps().getHeaders());
        headers.keySet().removeAll(leftOut);
        BasicProperties properties = dead.getProps().builder().headers(headers).build();
        wire.publish(queue, properties, dead.getBody());
    }

    @Test
    void a_dead_letter_put_back_without_the_headers_of_its_failure_has_all_its_attempts_again() throws Exception {
        try (TestWorker worker = worker().start()) {
            wire.publish(queue, "bare", "{\"a\":1}", Map.of("penstock-meta-order", "7"));
            putBack(wire.dead(queue), OF_THE_FAILURE);
            GetResponse dead = wire.dead(queue);
            assertThat(ran).containsExactly("bare 1", "bare 2", "bare 1", "bare 2");
            assertThat(Wire.body(dead)).isEqualTo("{\"a\":1}");
            assertThat(Wire.header(dead, "penstock-meta-order")).isEqualTo("7");
        }
    }

    @Test
    void a_dead_letter_put_back_just_as_it_was_has_all_its_attempts_again() throws Exception {
        try (TestWorker worker = worker().start()) {
            wire.publish(queue, "whole", "{\"a\":1}");
            putBack(wire.dead(queue), Set.of());
            GetResponse dead = wire.dead(queue);
            assertThat(ran).containsExactly("whole 1", "whole 2", "whole 1", "whole 2");
            assertThat(Wire.header(dead, "penstock-attempt")).isEqualTo("2");
        }
    }

    @Test
    void a_job_that_expired_after_it_had_used_its_attempts_has_them_again_when_put_back_just_as_it_was()
            throws Exception {
        try (TestWorker declares = worker().start()) {
            assertThat(wire.ready(queue)).isZero();
        }
        BasicProperties secondAttempt = Wire.job("expired")
                .expiration("100")
                .headers(Map.of("penstock-attempt", 2, "penstock-expires-at", System.currentTimeMillis() + 100))
                .build();
        wire.publish(queue, secondAttempt, "{}");
        GetResponse dead = wire.dead(queue);
        assertThat(dead.getProps().getHeaders()).containsKey("x-death");
        putBack(dead, Set.of());
        try (TestWorker worker = worker().start()) {
            GetResponse again = wire.dead(queue);
            assertThat(Wire.header(again, "penstock-dead-reason")).isEqualTo("attempts_exhausted");
            assertThat(ran).containsExactly("expired 1", "expired 2");
            assertThat(again.getProps().getHeaders()).doesNotContainKey("x-death");
        }
    }

    @Test
    void a_dead_letter_put_back_just_as_it_was_keeps_its_new_attempts_when_a_stopping_worker_hands_it_back()
            throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        TestWorker.Builder stopping = worker().queue(queue, "CONCURRENCY", "1")
                .set("PENSTOCK_SHUTDOWN_GRACE", "2s")
                .handle(queue, (payload, context) -> {
                    if (context.job().id().equals("handed")) {
                        return Outcome.failed("still broken");
                    }
                    busy.countDown();
                    new CountDownLatch(1).await();
                    return Outcome.done();
                });
        try (TestWorker first = stopping.start()) {
            wire.publish(queue, "handed", "{}");
            GetResponse dead = wire.dead(queue);
            wire.publish(queue, "blocks", "{}");
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            putBack(dead, Set.of());
            await().until(() -> wire.ready(queue) == 0);
            first.drain();
        }
        try (TestWorker second = worker().start()) {
            await().atMost(Duration.ofSeconds(15)).until(() -> wire.ready(queue + ".dlq") == 2);
            assertThat(ran).contains("handed 1", "handed 2");
        }
    }

    @Test
    void a_dead_letter_put_back_with_a_new_time_to_live_has_all_of_it() throws Exception {
        try (TestWorker worker = worker().start()) {
            BasicProperties firstSeenLongAgo = Wire.job("renewed")
                    .expiration("60000")
                    .headers(Map.of("penstock-first-seen", "2026-01-01T00:00:00Z"))
                    .build();
            wire.publish(queue, firstSeenLongAgo, "{}");
            assertThat(Wire.header(wire.dead(queue), "penstock-dead-reason")).isEqualTo("attempts_exhausted");
        }
    }

    @Test
    void a_job_over_the_delivery_limit_can_be_put_back_and_die_the_same_way_again() throws Exception {
        try (TestWorker declares = worker().start()) {
            assertThat(wire.ready(queue)).isZero();
        }
        wire.publish(queue, "boomerang", "{}");
        for (int round = 1; round <= 2; round++) {
            GetResponse dead = deliverTooOften();
            Map<?, ?> death =
                    (Map<?, ?>) ((List<?>) dead.getProps().getHeaders().get("x-death")).getFirst();
            assertThat(death.get("reason").toString()).isEqualTo("delivery_limit");
            putBack(dead, Set.of());
        }
        try (TestWorker worker = worker().start()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> ran.size() == 2);
            assertThat(ran).containsExactly("boomerang 1", "boomerang 2");
        }
    }

    private GetResponse deliverTooOften() throws Exception {
        while (wire.ready(queue + ".dlq") == 0) {
            GetResponse got = wire.channel().basicGet(queue, false);
            if (got != null) {
                wire.channel().basicReject(got.getEnvelope().getDeliveryTag(), true);
            }
        }
        return wire.dead(queue);
    }
}
