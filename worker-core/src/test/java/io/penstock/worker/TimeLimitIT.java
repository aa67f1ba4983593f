package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that take longer than they may. */
@WithServers(ServerKind.RABBITMQ)
class TimeLimitIT {
    private final RabbitMqServer rabbit;
    private Wire wire;

    TimeLimitIT(RabbitMqServer rabbit) {
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
    void a_job_that_exceeds_its_time_limit_is_interrupted_and_tried_again() throws Exception {
        String queue = Wire.freshQueue("slow");
        BlockingQueue<Integer> interrupted = new LinkedBlockingQueue<>();
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "TIMEOUT", "300ms")
                .queue(queue, "MAX_ATTEMPTS", "2")
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        assertThat(context.cancelled()).isTrue();
                        interrupted.add(context.job().attempt());
                        throw e;
                    }
                    return Outcome.done();
                })
                .start()) {
            wire.publish(queue, "slow-1", "{}");
            GetResponse dead = wire.dead(queue);
            assertThat(interrupted).containsExactly(1, 2);
            assertThat(Wire.header(dead, "penstock-dead-reason")).isEqualTo("attempts_exhausted");
            assertThat(Wire.header(dead, "penstock-attempt")).isEqualTo("2");
            assertThat(Wire.header(dead, "penstock-error-class")).isEqualTo("io.penstock.TimeLimitExceeded");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("300 ms", "was interrupted");
        }
    }

    @Test
    void a_job_that_ignores_interruption_is_abandoned_and_its_slot_is_free_again() throws Exception {
        String queue = Wire.freshQueue("stubborn");
        Tally tally = new Tally();
        CountDownLatch release = new CountDownLatch(1);
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "TIMEOUT", "300ms")
                .queue(queue, "MAX_ATTEMPTS", "1")
                .queue(queue, "CONCURRENCY", "1")
                .handle(queue, (payload, context) -> {
                    if (context.job().id().equals("stubborn")) {
                        awaitWhateverHappens(release);
                    }
                    tally.ran(context.job().id());
                    return Outcome.done();
                })
                .start()) {
            wire.publish(queue, "stubborn", "{}");
            wire.publish(queue, "behind", "{}");
            await().until(() -> tally.runsOf("behind") == 1);
            GetResponse dead = wire.dead(queue);
            assertThat(dead.getProps().getMessageId()).isEqualTo("stubborn");
            assertThat(Wire.header(dead, "penstock-error-class")).isEqualTo("io.penstock.TimeLimitExceeded");
            assertThat(Wire.header(dead, "penstock-error-message")).contains("ignores interruption");

            release.countDown();
            await().until(() -> tally.runsOf("stubborn") == 1);
            wire.publish(queue, "later", "{}");
            await().until(() -> tally.runsOf("later") == 1);
            assertThat(worker.http().metric("penstock_jobs_total", "queue=\"" + queue + "\""))
                    .as("what the abandoned job returned in the end counts for nothing")
                    .isEqualTo(3);
            assertThat(List.of(wire.ready(queue), wire.ready(queue + ".dlq"))).containsOnly(0L);
        }
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // that is the point
            }
        }
    }
}
