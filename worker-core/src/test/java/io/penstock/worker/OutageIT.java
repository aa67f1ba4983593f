package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.Server;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While Kafka or Redis is away jobs go on, and nothing of what they would have been told is lost. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA, ServerKind.REDIS})
class OutageIT {
    private final RabbitMqServer rabbit;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private final String queue = Wire.freshQueue("outage");
    private final String user = Wire.freshQueue("ann");
    private VirtualHost host;
    private Wire wire;
    private EventReader events;
    private NotificationReader notifications;

    OutageIT(RabbitMqServer rabbit, KafkaServer kafka, RedisServer redis) {
        this.rabbit = rabbit;
        this.kafka = kafka;
        this.redis = redis;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "outage");
        wire = new Wire(host.url());
        events = new EventReader(kafka);
        notifications = new NotificationReader(redis);
    }

    @AfterEach
    void disconnect() throws Exception {
        kafka.start();
        redis.start();
        wire.close();
        events.close();
        notifications.close();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .kafka(kafka)
                .redis(redis)
                .handle(queue, (payload, context) -> Outcome.done());
    }

    /** Publishes jobs of the user and returns their ids. */
    private Set<String> publish(String stem, int count) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            String id = stem + "-" + i;
            ids.add(id);
            wire.channel()
                    .basicPublish(
                            "",
                            queue,
                            true,
                            Wire.job(id).headers(Map.of("penstock-user", user)).build(),
                            new byte[] {'{', '}'});
        }
        wire.channel().waitForConfirmsOrDie(10_000);
        return ids;
    }

    private static Set<String> completed(Set<String> jobIds) {
        return jobIds.stream().map(id -> id + ":1:completed").collect(Collectors.toSet());
    }

    private static void awaitSettled(TestWorker worker, int jobs) {
        await("jobs are acknowledged although a receiver is away")
                .atMost(Duration.ofSeconds(15))
                .until(() -> worker.metric("penstock_settle_seconds_count") == jobs);
    }

    private static double spooled(TestWorker worker, String sink) throws Exception {
        return worker.metric("penstock_events_spooled_total{sink=\"" + sink + "\"");
    }

    @Test
    void events_of_an_outage_of_kafka_longer_than_any_time_out_arrive_afterwards_under_the_same_ids() throws Exception {
        try (TestWorker worker = worker().start()) {
            Set<String> before = publish("before", 20);
            events.awaitIds(queue, completed(before));
            assertThat(spooled(worker, "kafka")).isZero();

            kafka.stop();
            Set<String> during = publish("during", 300);
            awaitSettled(worker, 320);
            assertThat(wire.ready(queue)).isZero();
            notifications.awaitJobs(user, during);
            assertThat(spooled(worker, "kafka")).isEqualTo(300);
            assertThat(spooled(worker, "redis")).isZero();
            await("the worker stays ready all the time")
                    .during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> worker.get("/health/ready").statusCode() == 200);
            assertThat(worker.get("/health/ready").body()).contains("\"kafka\":\"down; events wait in the spool\"");

            kafka.start();
            events.awaitIds(queue, completed(during));
            Set<String> after = publish("after", 20);
            Set<String> all = new TreeSet<>(before);
            all.addAll(during);
            all.addAll(after);
            assertThat(EventReader.ids(events.awaitIds(queue, completed(all)))).isEqualTo(completed(all));
            await().until(() -> wire.ready("penstock.events.spool") == 0);
            assertThat(worker.get("/health/ready").body()).contains("\"kafka\":\"up\"");
        }
    }

    @Test
    void notifications_of_the_time_when_redis_was_stopped_arrive_afterwards() throws Exception {
        notificationsSurvive(Server::stop, Server::start);
    }

    @Test
    void notifications_of_the_time_when_redis_was_frozen_arrive_afterwards() throws Exception {
        notificationsSurvive(Server::pause, Server::resume);
    }

    private void notificationsSurvive(Consumer<RedisServer> outage, Consumer<RedisServer> recovery) throws Exception {
        try (TestWorker worker = worker().start()) {
            notifications.awaitJobs(user, publish("before", 20));
            outage.accept(redis);
            Set<String> during = publish("during", 200);
            awaitSettled(worker, 220);
            events.awaitIds(queue, completed(during));
            assertThat(spooled(worker, "redis")).isEqualTo(200);
            recovery.accept(redis);
            notifications.awaitJobs(user, during);
            notifications.awaitJobs(user, publish("after", 20));
        }
    }

    @Test
    void redis_is_used_again_within_seconds_after_it_was_killed_for_a_while() throws Exception {
        try (TestWorker worker = worker().start()) {
            notifications.awaitJobs(user, publish("before", 20));
            redis.kill();
            Set<String> during = publish("during", 100);
            awaitSettled(worker, 120);
            await("the worker stays ready all the time")
                    .during(Duration.ofSeconds(10))
                    .atMost(Duration.ofSeconds(12))
                    .until(() -> worker.get("/health/ready").statusCode() == 200);
            redis.start();
            await("redis is taken up again")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> worker.get("/health/ready").body().contains("\"redis\":\"up\""));
            notifications.awaitJobs(user, during);
        }
    }

    @Test
    void when_both_are_away_the_one_that_is_back_first_is_told_first() throws Exception {
        try (TestWorker worker = worker().start()) {
            events.awaitIds(queue, completed(publish("before", 20)));
            kafka.pause();
            redis.stop();
            Set<String> during = publish("during", 100);
            awaitSettled(worker, 120);
            assertThat(spooled(worker, "kafka")).isEqualTo(100);
            assertThat(spooled(worker, "redis")).isEqualTo(100);
            redis.start();
            notifications.awaitJobs(user, during);
            assertThat(worker.get("/health/ready").body())
                    .contains("\"redis\":\"up\"", "\"kafka\":\"down; events wait in the spool\"");
            kafka.resume();
            events.awaitIds(queue, completed(during));
        }
    }

    @Test
    void events_that_a_dead_worker_left_in_the_spool_are_delivered_by_another_worker() throws Exception {
        Set<String> ids;
        kafka.stop();
        try (TestWorker first = worker().start()) {
            ids = publish("orphan", 50);
            awaitSettled(first, 50);
            assertThat(spooled(first, "kafka")).isEqualTo(50);
        }
        kafka.start();
        try (TestWorker second = TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .kafka(kafka)
                .handle(Wire.freshQueue("elsewhere"), (payload, context) -> Outcome.done())
                .start()) {
            assertThat(EventReader.ids(events.awaitIds(queue, completed(ids)))).isEqualTo(completed(ids));
        }
    }

    @Test
    void jobs_that_end_together_do_not_wait_for_a_kafka_that_was_never_there() throws Exception {
        kafka.stop();
        CountDownLatch allRunning = new CountDownLatch(100);
        try (TestWorker worker = worker().queue(queue, "CONCURRENCY", "100")
                .queue(queue, "PREFETCH", "100")
                .handle(queue, (payload, context) -> {
                    allRunning.countDown();
                    allRunning.await();
                    return Outcome.done();
                })
                .start()) {
            Set<String> ids = publish("never", 100);
            awaitSettled(worker, 100);
            kafka.start();
            events.awaitIds(queue, completed(ids));
        }
    }

    @Test
    void a_stream_that_cannot_be_written_harms_no_other_and_its_notification_is_kept() throws Exception {
        notifications.redis().set("notifications:" + user, "not a stream");
        try (TestWorker worker = worker().start()) {
            publish("refused", 1);
            awaitSettled(worker, 1);
            assertThat(worker.get("/health/ready").body()).contains("\"redis\":\"up\"");
            wire.publish(queue, "other", "{}", Map.of("penstock-user", user + "-2"));
            awaitSettled(worker, 2);
            assertThat(spooled(worker, "redis"))
                    .as("only the refused one is spooled")
                    .isEqualTo(1);
            notifications.redis().del("notifications:" + user);
            notifications.awaitJobs(user, Set.of("refused-0"));
        }
    }
}
