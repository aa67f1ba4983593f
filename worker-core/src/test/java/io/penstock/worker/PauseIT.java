package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.Gates;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A queue that somebody pauses and resumes. */
@WithServers(ServerKind.RABBITMQ)
class PauseIT {
    private static final Duration SECONDS = Duration.ofSeconds(15);
    private static final int CONCURRENCY = 2;

    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("held");
    private final Tally tally = new Tally();
    private final Semaphore started = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private Wire wire;
    private Producer producer;
    private BrokerConnection connection;
    private Gates gates;

    PauseIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(rabbit);
        producer = new Producer(rabbit);
        connection = new BrokerConnection(rabbit.url(), "test");
        gates = new Gates(connection);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
        producer.close();
        wire.close();
        rabbit.start();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit)
                .queue(queue, "CONCURRENCY", "" + CONCURRENCY)
                .queue(queue, "PREFETCH", "10")
                .handle(queue, (payload, context) -> {
                    started.release();
                    mayEnd.acquire();
                    tally.ran(context.job().id());
                    return Outcome.done();
                });
    }

    private void set(boolean open) throws Exception {
        gates.set(queue, open);
        new FleetVoice(connection).say(FleetVoice.GATE, new byte[0]);
    }

    private static boolean isPaused(TestWorker worker) throws Exception {
        return worker.get("/health/ready").body().contains("paused");
    }

    @Test
    void what_runs_may_end_what_waits_stays_in_the_queue_and_the_worker_is_healthy() throws Exception {
        try (TestWorker worker =
                worker().set("PENSTOCK_WATCHDOG_INTERVAL", "100ms").start()) {
            producer.enqueue(queue, Producer.ids("job", 20), "{}");
            started.acquire(CONCURRENCY);
            await().until(() -> wire.ready(queue) == 10);

            set(false);
            await().atMost(SECONDS).until(() -> wire.ready(queue) == 18);
            mayEnd.release(20);
            await().atMost(SECONDS).until(() -> wire.channel().consumerCount(queue) == 0);
            wire.publish(
                    queue + ".suspects",
                    Wire.job("suspect").type(queue + ".test").build(),
                    "{}");

            // long enough for the watchdog to look at it a few times
            await().during(Duration.ofMillis(600))
                    .until(() -> isPaused(worker)
                            && worker.http().isReady()
                            && worker.http().isLive());
            assertThat(tally.jobs()).isEqualTo(CONCURRENCY);
            assertThat(wire.ready(queue)).isEqualTo(18);
            assertThat(wire.ready(queue + ".suspects")).isEqualTo(1);

            set(true);
            mayEnd.release(21);
            await().atMost(SECONDS).until(() -> tally.jobs() == 21);
            assertThat(isPaused(worker)).isFalse();
        }
        assertThat(tally.repeated()).isEmpty();
    }

    @Test
    void a_queue_that_is_resumed_does_not_wait_for_jobs_from_before() throws Exception {
        try (TestWorker worker = worker().start()) {
            producer.enqueue(queue, Producer.ids("before", 1), "{}");
            started.acquire();
            for (int i = 0; i < 3; i++) {
                set(false);
                await().atMost(SECONDS).until(() -> isPaused(worker));
                set(true);
                await().atMost(SECONDS).until(() -> !isPaused(worker));
            }
            producer.enqueue(queue, Producer.ids("after", 5), "{}");
            started.acquire();
            assertThat(tally.jobs()).as("the one from before still runs").isZero();
            await().during(Duration.ofMillis(300)).until(() -> started.availablePermits() == 0);

            mayEnd.release(6);
            await().atMost(SECONDS).until(() -> tally.jobs() == 6);
            assertThat(worker.http().isReady()).isTrue();
        }
        assertThat(tally.repeated()).isEmpty();
    }

    @Test
    void a_pause_outlives_workers_and_broker_and_holds_for_workers_that_start_later() throws Exception {
        mayEnd.release(100);
        try (TestWorker first = worker().start()) {
            set(false);
            await().atMost(SECONDS).until(() -> isPaused(first));
        }
        producer.enqueue(queue, Producer.ids("job", 5), "{}");
        try (TestWorker second = worker().start()) {
            assertThat(isPaused(second)).isTrue();
            rabbit.restart();
            await().atMost(SECONDS).until(() -> second.http().isReady());
            try (TestWorker third = worker().start();
                    Wire after = new Wire(rabbit)) {
                assertThat(isPaused(second) && isPaused(third)).isTrue();
                assertThat(after.ready(queue)).isEqualTo(5);
                assertThat(tally.jobs()).isZero();
                set(true);
                await().atMost(SECONDS).until(() -> tally.jobs() == 5);
            }
        }
    }

    @Test
    void a_worker_that_did_not_hear_of_it_finds_out_by_itself() throws Exception {
        mayEnd.release(100);
        try (TestWorker worker =
                worker().set("PENSTOCK_FLEET_INTERVAL", "200ms").start()) {
            gates.set(queue, false);
            await().atMost(SECONDS).until(() -> isPaused(worker));
            gates.set(queue, true);
            await().atMost(SECONDS).until(() -> !isPaused(worker));
            producer.enqueue(queue, Producer.ids("job", 1), "{}");
            await().atMost(SECONDS).until(() -> tally.jobs() == 1);
        }
    }

    @Test
    void a_paused_worker_that_is_terminated_ends_at_once() throws Exception {
        try (TestWorker worker = worker().start()) {
            set(false);
            await().atMost(SECONDS).until(() -> isPaused(worker));
            long began = System.nanoTime();
            worker.drain();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_gate_that_is_set_twice_stays_as_it_is_and_one_that_nobody_set_is_open() throws Exception {
        String fresh = Wire.freshQueue("gate");
        assertThat(gates.isOpen(fresh, true)).isTrue();
        gates.set(fresh, false);
        gates.set(fresh, false);
        assertThat(gates.isOpen(fresh, true)).isFalse();
        assertThat(gates.isOpen(fresh, false)).isFalse();
        gates.set(fresh, true);
        gates.set(fresh, true);
        assertThat(gates.isOpen(fresh, false)).isTrue();
        assertThat(gates.isOpen(fresh, true)).isTrue();
        wire.channel().exchangeDelete("penstock.gate." + fresh);
        wire.channel().exchangeDeclare("penstock.gate." + fresh, "fanout", true, false, Map.of());
        assertThat(gates.isOpen(fresh, true)).as("any client can close it").isFalse();
    }
}
