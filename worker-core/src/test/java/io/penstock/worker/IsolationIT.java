package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of one queue, and that they are its own. */
@WithServers(ServerKind.RABBITMQ)
class IsolationIT {
    private final RabbitMqServer rabbit;
    private Wire wire;

    IsolationIT(RabbitMqServer rabbit) {
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

    private void publish(String queue, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            wire.channel().basicPublish("", queue, true, Wire.job(queue + i).build(), new byte[] {'{', '}'});
        }
        wire.channel().waitForConfirmsOrDie(10_000);
    }

    @Test
    void a_job_that_waits_until_what_it_told_is_durable_takes_no_place_from_the_next() throws Exception {
        String queue = Wire.freshQueue("telling");
        CompletableFuture<Void> durable = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(3);
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "CONCURRENCY", "1")
                .queue(queue, "PREFETCH", "3")
                .handle(queue, (payload, context) -> {
                    context.settleAfter(durable);
                    begun.countDown();
                    return Outcome.done();
                })
                .start()) {
            publish(queue, 3);
            assertThat(begun.await(10, TimeUnit.SECONDS)).as("all of them ran").isTrue();
            assertThat(worker.metric("penstock_jobs_total{outcome=\"completed\",queue=\"" + queue + "\""))
                    .as("jobs that count as done before what they told is durable")
                    .isZero();
            durable.complete(null);
            await().until(() ->
                    worker.metric("penstock_jobs_total{outcome=\"completed\",queue=\"" + queue + "\"") == 3);
        }
    }

    @Test
    void jobs_that_hang_on_one_queue_do_not_delay_those_of_another_in_the_same_process() throws Exception {
        String slow = Wire.freshQueue("slow");
        String quick = Wire.freshQueue("quick");
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch quickDone = new CountDownLatch(200);
        CountDownLatch slowDone = new CountDownLatch(30);
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(slow, "CONCURRENCY", "20")
                .handle(slow, (payload, context) -> {
                    goOn.await();
                    slowDone.countDown();
                    return Outcome.done();
                })
                .handle(quick, (payload, context) -> {
                    quickDone.countDown();
                    return Outcome.done();
                })
                .start()) {
            publish(slow, 30);
            await().until(() -> worker.metric("penstock_worker_slots{queue=\"" + slow + "\",state=\"busy\"}") == 20);
            publish(quick, 200);
            assertThat(quickDone.await(5, TimeUnit.SECONDS))
                    .as("the other queue is done")
                    .isTrue();
            assertThat(slowDone.getCount()).isEqualTo(30);
            goOn.countDown();
            assertThat(slowDone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void as_many_jobs_run_at_once_as_the_concurrency_says_and_never_more() throws Exception {
        String queue = Wire.freshQueue("concurrent");
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(400);
        CyclicBarrier four = new CyclicBarrier(4);
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "CONCURRENCY", "4")
                .queue(queue, "PREFETCH", "60")
                .handle(queue, (payload, context) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    four.await(10, TimeUnit.SECONDS); // passes only when four run together
                    running.decrementAndGet();
                    done.countDown();
                    return Outcome.done();
                })
                .start()) {
            publish(queue, 400);
            assertThat(done.await(20, TimeUnit.SECONDS)).as("all are done").isTrue();
            assertThat(most).hasValue(4);
            assertThat(wire.ready(queue + ".dlq")).isZero();
        }
    }

    @Test
    void a_worker_holds_no_more_deliveries_than_its_prefetch() throws Exception {
        String queue = Wire.freshQueue("prefetch");
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(30);
        try (TestWorker worker = TestWorker.on(rabbit)
                .queue(queue, "CONCURRENCY", "2")
                .queue(queue, "PREFETCH", "7")
                .handle(queue, (payload, context) -> {
                    goOn.await();
                    done.countDown();
                    return Outcome.done();
                })
                .start()) {
            publish(queue, 30);
            await().until(() -> wire.ready(queue) == 23);
            await().during(Duration.ofMillis(800)).until(() -> wire.ready(queue) == 23);
            assertThat(worker.metric("penstock_worker_slots{queue=\"" + queue + "\",state=\"busy\"}"))
                    .isEqualTo(2);
            goOn.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
