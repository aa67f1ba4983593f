package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers know of each other's jobs. */
@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS, ServerKind.KAFKA})
class LedgerIT {
    private static final String LEASE = "1s";

    private final RabbitMqServer rabbit;
    private final RedisServer redis;
    private final KafkaServer kafka;

    LedgerIT(RabbitMqServer rabbit, RedisServer redis, KafkaServer kafka) {
        this.rabbit = rabbit;
        this.redis = redis;
        this.kafka = kafka;
    }

    @BeforeEach
    void all_servers_are_there() {
        redis.start();
        kafka.start();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit).redis(redis).set("PENSTOCK_LEDGER_LEASE", LEASE);
    }

    private void enqueue(NewJob job) {
        try (JobClient client = JobClient.builder(rabbit.url()).build()) {
            client.enqueue(job).join();
        }
    }

    private static double ended(TestWorker worker, String queue, String outcome) throws Exception {
        return ended(worker.http(), queue, outcome);
    }

    private static double ended(WorkerHttp worker, String queue, String outcome) throws Exception {
        return worker.metric("penstock_jobs_total", "outcome=\"" + outcome + "\"", "queue=\"" + queue + "\"");
    }

    @Test
    void a_job_that_two_producers_enqueued_runs_once_though_two_workers_get_it() throws Exception {
        String queue = Wire.freshQueue("twice");
        AtomicInteger runs = new AtomicInteger();
        TestWorker.Builder builder = worker().kafka(kafka).handle(queue, (payload, context) -> {
            runs.incrementAndGet();
            return Outcome.done();
        });
        NewJob job = NewJob.on(queue, "{}").id("order-" + queue).user("user-" + queue);
        try (EventReader events = new EventReader(kafka);
                NotificationReader notifications = new NotificationReader(redis)) {
            try (TestWorker first = builder.start()) {
                enqueue(job);
                await().until(() -> ended(first, queue, "completed") == 1);
                notifications.await("user-" + queue, 1);
            }
            try (TestWorker second = builder.start()) {
                enqueue(job);
                await().until(() -> ended(second, queue, "repeated") == 1);
            }
            assertThat(runs).hasValue(1);
            assertThat(events.await(queue, 1)).as("completed events").hasSize(1);
            assertThat(notifications.of("user-" + queue)).hasSize(1);
        }
    }

    @Test
    void a_replayed_job_runs_again_once_for_each_replay() throws Exception {
        String queue = Wire.freshQueue("replayed");
        AtomicInteger runs = new AtomicInteger();
        AtomicLong lastToken = new AtomicLong();
        try (Wire wire = new Wire(rabbit);
                TestWorker worker = worker().handle(queue, (payload, context) -> {
                            runs.incrementAndGet();
                            assertThat(context.fencingToken()).isGreaterThan(lastToken.get());
                            lastToken.set(context.fencingToken());
                            return Outcome.done();
                        })
                        .start()) {
            wire.publish(queue, "once", "{}");
            await().until(() -> ended(worker, queue, "completed") == 1);
            wire.publish(queue, "once", "{}", Map.of("penstock-replay-id", "r-1"));
            await().until(() -> ended(worker, queue, "completed") == 2);
            wire.publish(queue, "once", "{}", Map.of("penstock-replay-id", "r-1"));
            await().until(() -> ended(worker, queue, "repeated") == 1);
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void a_worker_killed_between_effect_and_event_leaves_the_event_to_the_next(@TempDir Path folder) throws Exception {
        String queue = Wire.freshQueue("untold");
        Journal journal = Journal.in(folder);
        ForkedWorker.Builder workers = ForkedWorker.on(rabbit)
                .runs(queue, journal)
                .set("REDIS_URL", redis.url())
                .set("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
                .set("PENSTOCK_LEDGER_LEASE", LEASE);
        try (NotificationReader reader = new NotificationReader(redis)) {
            try (ForkedWorker victim = workers.start()) {
                kafka.pause();
                enqueue(NewJob.on(queue, "{\"millis\":1}").id("untold"));
                await("the effect is recorded")
                        .until(() -> String.valueOf(
                                        reader.redis().get("penstock:ledger:" + queue + ":test.scripted::untold"))
                                .startsWith("D"));
                victim.kill();
            }
            kafka.resume();
            try (ForkedWorker next = workers.start();
                    EventReader events = new EventReader(kafka)) {
                events.awaitIds(queue, Set.of("untold:1:completed"));
                assertThat(journal.done()).as("the effect").containsExactly("untold at attempt 1");
            }
        }
    }

    @Test
    void the_job_of_a_killed_worker_is_taken_over_when_its_lease_is_over(@TempDir Path folder) throws Exception {
        String queue = Wire.freshQueue("orphaned");
        Journal journal = Journal.in(folder);
        try (ForkedWorker victim = ForkedWorker.on(rabbit)
                .runs(queue, journal)
                .set("REDIS_URL", redis.url())
                .set("PENSTOCK_LEDGER_LEASE", LEASE)
                .start()) {
            enqueue(NewJob.on(queue, "{\"millis\":60000}").id("orphan").type("test.scripted"));
            await().until(() -> !journal.started().isEmpty());
            victim.kill();
        }
        try (TestWorker heir = worker().handler(
                        new LambdaHandler("test.scripted", queue, (payload, context) -> Outcome.done()))
                .start()) {
            await().until(() -> ended(heir, queue, "completed") == 1);
        }
    }

    @Test
    void a_worker_that_was_frozen_and_overtaken_tells_nothing_and_the_job_is_done_once(@TempDir Path folder)
            throws Exception {
        String queue = Wire.freshQueue("overtaken");
        Journal journal = Journal.in(folder);
        NewJob job = NewJob.on(queue, "{\"millis\":500}").id("contested");
        try (ForkedWorker frozen = ForkedWorker.on(rabbit)
                        .runs(queue, journal)
                        .queue(queue, "PREFETCH", "1")
                        .queue(queue, "CONCURRENCY", "1")
                        .set("REDIS_URL", redis.url())
                        .set("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
                        .set("PENSTOCK_LEDGER_LEASE", LEASE)
                        .start();
                EventReader events = new EventReader(kafka)) {
            enqueue(job);
            await().until(() -> !journal.started().isEmpty());
            frozen.freeze();
            AtomicInteger runs = new AtomicInteger();
            try (TestWorker other = worker().kafka(kafka)
                    .handler(new LambdaHandler("test.scripted", queue, (payload, context) -> {
                        runs.incrementAndGet();
                        return Outcome.done();
                    }))
                    .start()) {
                enqueue(job);
                await().until(() -> ended(other, queue, "completed") == 1);
                frozen.thaw();
                await("both copies of the job are gone")
                        .until(() -> ended(other, queue, "repeated") + ended(frozen.http(), queue, "repeated") >= 1);
                assertThat(ended(frozen.http(), queue, "overtaken"))
                        .as("the frozen worker knows that it was overtaken")
                        .isEqualTo(1);
                assertThat(runs).hasValue(1);
                assertThat(events.await(queue, 1)).as("completed events").hasSize(1);
            }
        }
    }

    @Test
    void a_job_that_another_worker_took_over_while_it_waited_for_its_turn_does_not_begin(@TempDir Path folder)
            throws Exception {
        String queue = Wire.freshQueue("late");
        Journal journal = Journal.in(folder);
        try (ForkedWorker frozen = ForkedWorker.on(rabbit)
                .runs(queue, journal)
                .queue(queue, "PREFETCH", "2")
                .queue(queue, "CONCURRENCY", "1")
                .set("REDIS_URL", redis.url())
                .set("PENSTOCK_LEDGER_LEASE", LEASE)
                .start()) {
            enqueue(NewJob.on(queue, "{\"millis\":1000}").id("first"));
            await().until(() -> !journal.started().isEmpty());
            NewJob second = NewJob.on(queue, "{}").id("second");
            enqueue(second);
            try (NotificationReader reader = new NotificationReader(redis)) {
                await("the second job waits for its turn")
                        .until(() -> reader.redis().exists("penstock:ledger:" + queue + ":test.scripted::second") == 1);
            }
            frozen.freeze();
            AtomicInteger runs = new AtomicInteger();
            try (TestWorker other = worker().handler(new LambdaHandler("test.scripted", queue, (payload, context) -> {
                        runs.incrementAndGet();
                        return Outcome.done();
                    }))
                    .start()) {
                enqueue(second);
                await().until(() -> ended(other, queue, "completed") == 1);
                frozen.thaw();
                await("the copy that waited comes back and is known to be done")
                        .until(() -> ended(other, queue, "repeated") + ended(frozen.http(), queue, "repeated") >= 1);
            }
            assertThat(runs).hasValue(1);
            assertThat(journal.started())
                    .as("what began in the frozen worker")
                    .allMatch(line -> line.contains("first"));
        }
    }

    @Test
    void a_job_runs_unrecorded_while_redis_is_away() throws Exception {
        String queue = Wire.freshQueue("unrecorded");
        try (TestWorker worker =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            redis.kill();
            enqueue(NewJob.on(queue, "{}"));
            await().until(() -> ended(worker, queue, "completed") == 1);
            assertThat(worker.metric("penstock_ledger_unrecorded_total")).isEqualTo(1);
            assertThat(worker.get("/health/ready").body()).contains("down; jobs run unrecorded");
        }
    }

    @Test
    void with_a_strict_ledger_a_job_waits_for_redis_and_uses_up_no_attempt() throws Exception {
        String queue = Wire.freshQueue("strict");
        AtomicInteger attempt = new AtomicInteger();
        try (TestWorker worker = worker().set("PENSTOCK_LEDGER_MODE", "strict")
                .handle(queue, (payload, context) -> {
                    attempt.set(context.job().attempt());
                    return Outcome.done();
                })
                .start()) {
            redis.kill();
            enqueue(NewJob.on(queue, "{}"));
            await().until(() -> ended(worker, queue, "snoozed") >= 1);
            assertThat(worker.get("/health/ready").body()).contains("down; jobs wait");
            redis.start();
            await().until(() -> ended(worker, queue, "completed") == 1);
            assertThat(attempt).hasValue(1);
        }
    }

    @Test
    void what_a_stopping_worker_hands_back_is_free_at_once() throws Exception {
        String queue = Wire.freshQueue("drained");
        CountDownLatch running = new CountDownLatch(1);
        TestWorker stopping = worker().set("PENSTOCK_LEDGER_LEASE", "10m")
                .set("PENSTOCK_SHUTDOWN_GRACE", "2s")
                .handle(queue, (payload, context) -> {
                    running.countDown();
                    ScriptedHandler.take(Duration.ofMinutes(1));
                    return Outcome.done();
                })
                .start();
        enqueue(NewJob.on(queue, "{}"));
        running.await();
        stopping.drain();
        try (TestWorker next =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            await().until(() -> ended(next, queue, "completed") == 1);
        }
    }

    @Test
    void jobs_that_were_claimed_and_wait_for_their_turn_are_free_at_once_when_the_worker_stops() throws Exception {
        String queue = Wire.freshQueue("ahead");
        CountDownLatch running = new CountDownLatch(1);
        try (NotificationReader reader = new NotificationReader(redis)) {
            TestWorker stopping = worker().set("PENSTOCK_LEDGER_LEASE", "10m")
                    .set("PENSTOCK_SHUTDOWN_GRACE", "5s")
                    .queue(queue, "CONCURRENCY", "1")
                    .queue(queue, "PREFETCH", "4")
                    .handle(queue, (payload, context) -> {
                        running.countDown();
                        ScriptedHandler.take(Duration.ofSeconds(2));
                        return Outcome.done();
                    })
                    .start();
            enqueue(NewJob.on(queue, "{}"));
            running.await();
            enqueue(NewJob.on(queue, "{}").id("next"));
            await("the second job is claimed while the first runs")
                    .until(() -> reader.redis().keys("penstock:ledger:" + queue + ":*:next"), keys -> keys.size() == 1);
            assertThat(stopping.http().metric("penstock_worker_slots", "state=\"busy\"", "queue=\"" + queue + "\""))
                    .as("only one of them runs")
                    .isEqualTo(1);
            stopping.drain();
            assertThat(reader.redis().keys("penstock:ledger:" + queue + ":*:next"))
                    .as("claims that are left of a job that did not run")
                    .isEmpty();
        }
        try (TestWorker next =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            await().until(() -> ended(next, queue, "completed") == 1);
        }
    }

    @Test
    void the_ledger_can_be_switched_off() throws Exception {
        String queue = Wire.freshQueue("off");
        try (TestWorker worker = worker().set("PENSTOCK_LEDGER_MODE", "off")
                        .handle(queue, (payload, context) -> Outcome.done(Map.of("token", context.fencingToken())))
                        .start();
                NotificationReader reader = new NotificationReader(redis)) {
            enqueue(NewJob.on(queue, "{}").id("unknown"));
            await().until(() -> ended(worker, queue, "completed") == 1);
            assertThat(reader.redis().keys("penstock:ledger:" + queue + "*")).isEqualTo(List.of());
        }
    }
}
