package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.client.EnqueueException;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs while RabbitMQ restarts, dies, breaks connections or runs out of memory. */
@WithServers(ServerKind.RABBITMQ)
class BrokerOutageIT {
    private static final Duration BACK_AGAIN = Duration.ofSeconds(10);
    private static final Duration ALL_DONE = Duration.ofSeconds(60);
    /** The broker counts the messages of a quorum queue every five seconds. */
    private static final Duration STATISTICS = Duration.ofSeconds(20);

    private final RabbitMqServer rabbit;
    private final Tally tally = new Tally();

    BrokerOutageIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @AfterEach
    void put_the_broker_right() {
        rabbit.start();
        rabbit.clearAlarms();
    }

    @Test
    void jobs_under_way_while_the_broker_restarts_are_all_done_and_none_twice() throws Exception {
        all_jobs_are_done_in_spite_of(rabbit::restart, 1);
    }

    @Test
    void jobs_under_way_while_the_broker_is_killed_are_all_done_and_none_twice() throws Exception {
        all_jobs_are_done_in_spite_of(
                () -> {
                    rabbit.kill();
                    rabbit.start();
                },
                1);
    }

    @Test
    void jobs_under_way_while_connections_are_cut_again_and_again_are_all_done_and_none_twice() throws Exception {
        all_jobs_are_done_in_spite_of(rabbit::cutConnections, 5);
    }

    private void all_jobs_are_done_in_spite_of(Runnable outage, int times) throws Exception {
        String queue = Wire.freshQueue("outage");
        List<String> ids = Producer.ids("job", 2_000);
        try (Producer producer = new Producer(rabbit);
                TestWorker worker = TestWorker.on(rabbit)
                        .queue(queue, "CONCURRENCY", "5")
                        .handle(queue, (payload, context) -> {
                            ScriptedHandler.take(Duration.ofMillis(8));
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .start()) {
            // killed sooner, RabbitMQ 3.10 may forget that it had begun to elect a leader for the new queues
            await().pollDelay(Duration.ofSeconds(2)).until(() -> worker.http().isReady());
            CompletableFuture<Void> produced = CompletableFuture.runAsync(() -> producer.enqueue(queue, ids, "{}"));
            for (int i = 1; i <= times; i++) {
                int enough = i * ids.size() / (times + 2);
                await().atMost(ALL_DONE).until(() -> tally.jobs() >= enough);
                outage.run();
                await("consumers are back")
                        .atMost(BACK_AGAIN)
                        .until(() -> worker.http().isReady());
            }
            produced.join();
            await().atMost(ALL_DONE).until(() -> tally.jobs() == ids.size());
            try (Wire wire = new Wire(rabbit)) {
                await().until(() -> wire.ready(queue) == 0 && wire.ready(queue + ".suspects") == 0);
                worker.drain();
                assertThat(wire.ready(queue)).as("done and not acknowledged").isZero();
                assertThat(wire.ready(queue + ".suspects")).isZero();
                assertThat(wire.ready(queue + ".dlq")).isZero();
            }
            assertThat(tally.repeated())
                    .as("jobs that ran twice in one process")
                    .isEmpty();
        }
    }

    @Test
    void a_worker_goes_on_acknowledging_while_an_alarm_blocks_publishing_and_no_retry_is_lost() throws Exception {
        String steady = Wire.freshQueue("steady");
        String flaky = Wire.freshQueue("flaky");
        CountDownLatch alarmed = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        try (Producer producer = new Producer(rabbit);
                TestWorker worker = TestWorker.on(rabbit)
                        .queue(steady, "CONCURRENCY", "200")
                        .queue(flaky, "RETRY_BASE", "1s")
                        .queue(flaky, "RETRY_CAP", "1s")
                        .handle(steady, (payload, context) -> {
                            alarmed.await();
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .handle(flaky, (payload, context) -> {
                            if (context.job().attempt() == 1) {
                                (context.job().id().equals("flaky-0") ? alarmed : blocked).await();
                                return Outcome.failed("not the first time");
                            }
                            tally.ran(context.job().id());
                            return Outcome.done();
                        })
                        .start()) {
            producer.enqueue(steady, Producer.ids("steady", 200), "{}");
            producer.enqueue(flaky, Producer.ids("flaky", 6), "{}");

            await().atMost(STATISTICS).until(() -> unsettled(steady) == 200 && unsettled(flaky) == 6);
            rabbit.raiseMemoryAlarm();
            alarmed.countDown();

            await().until(() -> tally.jobs() >= 200);
            // the broker notices who publishes by the first message, and may take that one
            await().until(() -> worker.get("/health/ready").body().contains("publishing is blocked"));
            blocked.countDown();
            await().until(() -> worker.http().metric("penstock_jobs_total", flaky, "outcome=\"retried\"") == 6);
            await("acknowledged in spite of the alarm").atMost(STATISTICS).until(() -> unsettled(steady) == 0);
            await("retries that the broker takes no copy of").atMost(STATISTICS).until(() -> unsettled(flaky) >= 5);
            assertThat(worker.http().isReady()).as("still ready").isTrue();
            assertThat(failureOfEnqueueing(steady))
                    .isIn(EnqueueException.Reason.BLOCKED, EnqueueException.Reason.TIMED_OUT);

            rabbit.clearMemoryAlarm();

            await("no retry is lost")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Producer.ids("flaky", 6).stream().allMatch(id -> tally.runsOf(id) > 0));
            producer.enqueue(steady, List.of("afterwards"), "{}");
            await().until(() -> tally.runsOf("afterwards") == 1);
            await().atMost(STATISTICS).until(() -> unsettled(flaky) == 0);
        }
    }

    private EnqueueException.Reason failureOfEnqueueing(String queue) {
        try (JobClient client =
                JobClient.builder(rabbit.url()).timeout(Duration.ofSeconds(2)).build()) {
            Instant started = Instant.now();
            Throwable failure = client.enqueue(NewJob.on(queue, "{}").id("in-the-alarm"))
                    .handle((id, error) -> error)
                    .join();
            assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(4));
            assertThat(failure).hasMessageContaining("block");
            return ((EnqueueException) (failure instanceof CompletionException ? failure.getCause() : failure))
                    .reason();
        }
    }

    /** Messages that are in the queue, delivered or not, as of some seconds ago. */
    private int unsettled(String queue) {
        return rabbit.ctl("list_queues", "name", "messages")
                .lines()
                .map(line -> line.split("\t"))
                .filter(line -> line[0].equals(queue))
                .mapToInt(line -> Integer.parseInt(line[1]))
                .sum();
    }
}
