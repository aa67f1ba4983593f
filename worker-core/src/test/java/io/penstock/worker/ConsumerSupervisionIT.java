package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with one consumer while its connection is in order. */
@WithServers(ServerKind.RABBITMQ)
class ConsumerSupervisionIT {
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final RabbitMqServer rabbit;
    private final Tally tally = new Tally();
    private Wire wire;
    private Producer producer;

    ConsumerSupervisionIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(rabbit);
        producer = new Producer(rabbit);
    }

    @AfterEach
    void disconnect() throws Exception {
        producer.close();
        wire.close();
    }

    @Test
    void a_queue_whose_channel_is_closed_by_a_protocol_error_is_consumed_again_and_its_running_job_is_not_run_twice()
            throws Exception {
        String broken = Wire.freshQueue("broken");
        String neighbour = Wire.freshQueue("neighbour");
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (MeddlingProxy proxy = new MeddlingProxy(rabbit);
                TestWorker worker = TestWorker.on(rabbit)
                        .set("RABBITMQ_URL", proxy.url())
                        .handle(broken, (payload, context) -> {
                            tally.ran(context.job().id());
                            if (payload.path("slow").asBoolean()) {
                                mayEnd.await();
                            }
                            return Outcome.done();
                        })
                        .handle(neighbour, (payload, context) -> {
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .start()) {
            producer.enqueue(broken, List.of("in-flight"), "{\"slow\":true}");
            await().until(() -> tally.runsOf("in-flight") == 1);

            proxy.breakChannelOf(broken);

            await().atMost(SECONDS).until(() -> proxy.consumersOf(broken) == 2);
            producer.enqueue(broken, List.of("afterwards"), "{}");
            await().atMost(SECONDS).until(() -> tally.runsOf("afterwards") == 1);
            // delivered again while it is running, and put off
            await().until(() -> ended(worker, broken, "snoozed") == 1);
            mayEnd.countDown();
            await().until(() -> ended(worker, broken, "repeated") == 1);
            assertThat(tally.runsOf("in-flight")).isEqualTo(1);

            producer.enqueue(neighbour, List.of("next-door"), "{}");
            await().until(() -> tally.runsOf("next-door") == 1);
            assertThat(proxy.consumersOf(neighbour))
                    .as("its consumer was left alone")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_queue_that_was_deleted_is_declared_and_consumed_again() throws Exception {
        String queue = Wire.freshQueue("deleted");
        try (TestWorker worker = counting(TestWorker.on(rabbit), queue).start()) {
            wire.channel().queueDelete(queue);
            producer.enqueue(queue, List.of("afterwards"), "{}");
            await().atMost(SECONDS).until(() -> tally.runsOf("afterwards") == 1);
            assertThat(worker.http().isLive()).isTrue();
        }
    }

    @Test
    void a_consumer_that_receives_nothing_from_a_queue_that_is_not_empty_is_rebuilt() throws Exception {
        String queue = Wire.freshQueue("deaf");
        try (MeddlingProxy proxy = new MeddlingProxy(rabbit);
                TestWorker worker = counting(TestWorker.on(rabbit), queue)
                        .set("RABBITMQ_URL", proxy.url())
                        .set("PENSTOCK_WATCHDOG_INTERVAL", "300ms")
                        .queue(queue, "CONCURRENCY", "1")
                        .queue(queue, "PREFETCH", "2")
                        .start()) {
            proxy.deafenConsumersOf(queue);
            producer.enqueue(queue, Producer.ids("unheard", 10), "{}");
            await().atMost(SECONDS).until(() -> tally.jobs() == 10);
            assertThat(proxy.consumersOf(queue)).isEqualTo(2);
            assertThat(tally.repeated()).isEmpty();
            assertThat(worker.http().isLive()).isTrue();
        }
    }

    @Test
    void a_worker_that_rebuilds_a_consumer_in_vain_is_reported_as_not_live_until_jobs_arrive_again() throws Exception {
        String queue = Wire.freshQueue("stone-deaf");
        try (MeddlingProxy proxy = new MeddlingProxy(rabbit);
                TestWorker worker = counting(TestWorker.on(rabbit), queue)
                        .set("RABBITMQ_URL", proxy.url())
                        .set("PENSTOCK_WATCHDOG_INTERVAL", "300ms")
                        .queue(queue, "CONCURRENCY", "1")
                        .queue(queue, "PREFETCH", "2")
                        .start()) {
            assertThat(worker.http().isLive()).isTrue();
            proxy.deafenAllConsumersOf(queue);
            producer.enqueue(queue, Producer.ids("unheard", 10), "{}");
            await().until(() -> !worker.http().isLive());
            assertThat(worker.get("/health/live").body()).contains(queue, "receives nothing");
            assertThat(tally.jobs()).isZero();

            proxy.meddleNoMore();
            await().until(() -> tally.jobs() == 10);
            await().until(() -> worker.http().isLive());
            assertThat(wire.ready(queue + ".dlq")).isZero();
        }
    }

    private TestWorker.Builder counting(TestWorker.Builder worker, String queue) {
        return worker.handle(queue, (payload, context) -> {
            tally.ran(context.job().id());
            return Outcome.done();
        });
    }

    private static double ended(TestWorker worker, String queue, String outcome) throws Exception {
        return worker.http().metric("penstock_jobs_total", "queue=\"" + queue + "\"", "outcome=\"" + outcome + "\"");
    }
}
