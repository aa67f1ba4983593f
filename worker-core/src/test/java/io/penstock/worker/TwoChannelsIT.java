package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue with so large a prefetch that it is consumed on two channels. */
@WithServers(ServerKind.RABBITMQ)
class TwoChannelsIT {
    private static final Duration SECONDS = Duration.ofSeconds(15);

    private final RabbitMqServer rabbit;
    private final Tally tally = new Tally();
    private final String queue = Wire.freshQueue("large");
    private Producer producer;

    TwoChannelsIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        producer = new Producer(rabbit);
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    private TestWorker.Builder worker(String concurrency) {
        return TestWorker.on(rabbit).queue(queue, "CONCURRENCY", concurrency).queue(queue, "PREFETCH", "601");
    }

    @Test
    void both_hold_the_whole_prefetch_together_and_share_the_slots() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        Semaphore exceeded = new Semaphore(0);
        try (Wire wire = new Wire(rabbit);
                TestWorker worker = worker("4")
                        .handle(queue, (payload, context) -> {
                            if (running.incrementAndGet() > 4) {
                                exceeded.release();
                            }
                            mayEnd.await();
                            running.decrementAndGet();
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .start()) {
            producer.enqueue(queue, Producer.ids("job", 1_000), "{}");
            await().until(() -> running.get() == 4);
            await().until(() -> wire.channel().messageCount(queue) == 1_000 - 601);
            assertThat(wire.channel().consumerCount(queue)).as("consumers").isEqualTo(2);
            mayEnd.countDown();
            await().atMost(SECONDS).until(() -> tally.jobs() == 1_000);
            await().atMost(SECONDS).until(() -> wire.channel().messageCount(queue) == 0);
            assertThat(worker.http().isLive()).isTrue();
        }
        assertThat(tally.repeated()).isEmpty();
        assertThat(exceeded.availablePermits())
                .as("jobs beyond the concurrency of 4")
                .isZero();
    }

    @Test
    void if_one_is_lost_both_are_opened_again_and_every_job_is_done_once() throws Exception {
        try (MeddlingProxy proxy = new MeddlingProxy(rabbit);
                TestWorker worker = worker("20")
                        .set("RABBITMQ_URL", proxy.url())
                        .handle(queue, (payload, context) -> {
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .start()) {
            await().until(() -> proxy.consumersOf(queue) == 2);
            producer.enqueue(queue, Producer.ids("before", 500), "{}");
            proxy.breakChannelOf(queue);
            await().atMost(SECONDS).until(() -> proxy.consumersOf(queue) == 4);
            producer.enqueue(queue, Producer.ids("after", 500), "{}");
            await().atMost(SECONDS).until(() -> tally.jobs() == 1_000);
            assertThat(worker.http().isLive()).isTrue();
        }
        assertThat(tally.repeated()).isEmpty();
    }

    @Test
    void a_drain_hands_back_what_both_have_received_and_not_started(@TempDir Path folder) throws Exception {
        Journal journal = Journal.in(folder);
        List<String> ids = Producer.ids("job", 700);
        try (ForkedWorker worker = ForkedWorker.on(rabbit)
                .runs(queue, journal)
                .queue(queue, "CONCURRENCY", "10")
                .queue(queue, "PREFETCH", "601")
                .start()) {
            producer.enqueue(queue, ids, "{\"millis\":20}");
            await().until(() -> journal.done().size() >= 50);
            worker.terminate();
            assertThat(worker.exitCode(Duration.ofSeconds(20))).isZero();
        }
        assertThat(journal.done()).hasSameSizeAs(journal.started()).hasSizeLessThan(700);
        try (ForkedWorker next = ForkedWorker.on(rabbit).runs(queue, journal).start()) {
            await().atMost(SECONDS).until(() -> journal.idsDone().size() == ids.size());
            assertThat(next.http().metric("penstock_suspects_total")).isZero();
        }
        assertThat(journal.done()).hasSize(ids.size()).allMatch(line -> line.endsWith("at attempt 1"));
    }
}
