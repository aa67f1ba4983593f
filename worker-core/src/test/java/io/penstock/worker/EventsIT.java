package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.penstock.Outcome;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import io.penstock.worker.EventReader.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Kafka, Redis and the fan-out exchange are told of jobs, word for word. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA, ServerKind.REDIS})
class EventsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String[] DATA_OF_EVERY_EVENT = {
        "job_id",
        "type",
        "queue",
        "tenant",
        "user",
        "attempt",
        "enqueued_at",
        "started_at",
        "finished_at",
        "duration_ms",
        "worker",
        "meta"
    };

    private final RabbitMqServer rabbit;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private VirtualHost host;
    private Wire wire;
    private EventReader events;
    private NotificationReader notifications;

    EventsIT(RabbitMqServer rabbit, KafkaServer kafka, RedisServer redis) {
        this.rabbit = rabbit;
        this.kafka = kafka;
        this.redis = redis;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "events");
        wire = new Wire(host.url());
        events = new EventReader(kafka);
        notifications = new NotificationReader(redis);
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
        events.close();
        notifications.close();
    }

    private TestWorker.Builder worker() {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .kafka(kafka)
                .redis(redis);
    }

    @Test
    void a_completed_job_is_told_as_a_cloud_event_with_its_result_and_all_that_was_carried_through() throws Exception {
        String queue = Wire.freshQueue("completed");
        Instant enqueued = Instant.parse("2026-03-01T10:20:30Z");
        try (TestWorker worker = worker().handle(
                        queue,
                        (payload, context) ->
                                Outcome.done(Map.of("sum", payload.get("a").asInt() + 1)))
                .start()) {
            wire.publish(
                    queue,
                    Wire.job("c-1")
                            .timestamp(Date.from(enqueued))
                            .appId("shop")
                            .correlationId("order 9")
                            .headers(Map.of(
                                    "penstock-tenant", "acme",
                                    "penstock-user", "ann",
                                    "penstock-meta-order", "42",
                                    "traceparent", TRACE,
                                    "tracestate", "vendor=1"))
                            .build(),
                    "{\"a\": 1}");
            Event event = events.await(queue, 1).getFirst();
            assertThat(event.key()).isEqualTo("c-1");
            assertThat(event.headers())
                    .containsOnlyKeys(
                            "ce_specversion",
                            "ce_id",
                            "ce_source",
                            "ce_type",
                            "ce_subject",
                            "ce_time",
                            "ce_tenant",
                            "traceparent",
                            "content-type")
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_id", "c-1:1:completed")
                    .containsEntry("ce_source", "/penstock/" + queue)
                    .containsEntry("ce_type", "io.penstock.job.completed.v1")
                    .containsEntry("ce_subject", "c-1")
                    .containsEntry("ce_tenant", "acme")
                    .containsEntry("traceparent", TRACE)
                    .containsEntry("content-type", "application/json");
            JsonNode data = event.data();
            assertThat(data.fieldNames())
                    .toIterable()
                    .contains(DATA_OF_EVERY_EVENT)
                    .contains("result", "app_id", "correlation_id", "tracestate")
                    .doesNotContain("error", "reason", "retry_at");
            assertThat(data.get("job_id").textValue()).isEqualTo("c-1");
            assertThat(data.get("type").textValue()).isEqualTo(queue + ".test");
            assertThat(data.get("queue").textValue()).isEqualTo(queue);
            assertThat(data.get("tenant").textValue()).isEqualTo("acme");
            assertThat(data.get("user").textValue()).isEqualTo("ann");
            assertThat(data.get("attempt").intValue()).isEqualTo(1);
            assertThat(data.get("enqueued_at").textValue()).isEqualTo("2026-03-01T10:20:30Z");
            assertThat(data.get("worker").textValue()).contains("penstock/");
            assertThat(data.get("result")).isEqualTo(JSON.readTree("{\"sum\": 2}"));
            assertThat(data.get("meta")).isEqualTo(JSON.readTree("{\"order\": \"42\"}"));
            Instant started = Instant.parse(data.get("started_at").textValue());
            Instant finished = Instant.parse(data.get("finished_at").textValue());
            assertThat(finished).isEqualTo(Instant.parse(event.headers().get("ce_time")));
            assertThat(data.get("duration_ms").longValue())
                    .isEqualTo(Duration.between(started, finished).toMillis());
        }
    }

    @Test
    void an_event_of_the_smallest_job_has_no_headers_for_what_is_not_known() throws Exception {
        String queue = Wire.freshQueue("smallest");
        try (TestWorker worker =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            wire.publish(queue, new BasicProperties(), "{}");
            Event event = events.await(queue, 1).getFirst();
            assertThat(event.headers()).doesNotContainKeys("ce_tenant", "traceparent");
            assertThat(event.data().fieldNames()).toIterable().contains(DATA_OF_EVERY_EVENT);
            assertThat(event.data().get("tenant").isNull()).isTrue();
            assertThat(event.data().get("user").isNull()).isTrue();
            assertThat(event.data().get("result").isNull()).isTrue();
            assertThat(event.data().get("meta").isEmpty()).isTrue();
            assertThat(event.key()).isEqualTo(event.jobId()).isNotEmpty();
            assertThat(event.id()).isEqualTo(event.jobId() + ":1:completed");
        }
    }

    @Test
    void each_failed_attempt_is_told_as_retrying_and_the_last_one_as_failed() throws Exception {
        String queue = Wire.freshQueue("failing");
        try (TestWorker worker = worker().queue(queue, "MAX_ATTEMPTS", "2")
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> {
                    throw new IllegalStateException("the relay is away");
                })
                .start()) {
            wire.publish(queue, "f-1", "{}", Map.of("penstock-tenant", "acme"));
            List<Event> told = events.await(queue, 2);
            Event retrying = told.get(0);
            assertThat(retrying.id()).isEqualTo("f-1:1:retrying");
            assertThat(retrying.type()).isEqualTo("io.penstock.job.retrying.v1");
            assertThat(retrying.data().fieldNames())
                    .toIterable()
                    .contains(DATA_OF_EVERY_EVENT)
                    .contains("error", "retry_at")
                    .doesNotContain("result", "reason");
            assertThat(retrying.data().get("error"))
                    .isEqualTo(JSON.readTree("{\"class\": \"java.lang.IllegalStateException\","
                            + " \"message\": \"the relay is away\", \"retryable\": true}"));
            assertThat(Instant.parse(retrying.data().get("retry_at").textValue()))
                    .isAfterOrEqualTo(Instant.parse(retrying.headers().get("ce_time")));
            Event failed = told.get(1);
            assertThat(failed.id()).isEqualTo("f-1:2:failed");
            assertThat(failed.type()).isEqualTo("io.penstock.job.failed.v1");
            assertThat(failed.headers()).containsEntry("ce_tenant", "acme");
            assertThat(failed.data().fieldNames())
                    .toIterable()
                    .contains(DATA_OF_EVERY_EVENT)
                    .contains("error", "reason")
                    .doesNotContain("result", "retry_at");
            assertThat(failed.data().get("attempt").intValue()).isEqualTo(2);
            assertThat(failed.data().get("reason").textValue()).isEqualTo("attempts_exhausted");
            assertThat(failed.data().get("error").get("retryable").booleanValue())
                    .isTrue();
        }
    }

    @Test
    void what_can_never_work_is_told_as_failed_with_its_reason() throws Exception {
        String queue = Wire.freshQueue("hopeless");
        try (TestWorker worker = worker().handle(queue, (payload, context) -> Outcome.rejected("no such account"))
                .start()) {
            wire.publish(queue, "h-1", "{}");
            wire.publish(queue, "h-2", "[]");
            wire.publish(queue, Wire.job("h-3").type("tea.brew").build(), "{}");
            Map<String, String> reasons = new java.util.HashMap<>();
            for (Event event : events.await(queue, 3)) {
                assertThat(event.type()).isEqualTo("io.penstock.job.failed.v1");
                assertThat(event.data().get("error").get("retryable").booleanValue())
                        .isFalse();
                assertThat(event.data().get("error").get("message").textValue()).isNotEmpty();
                reasons.put(event.id(), event.data().get("reason").textValue());
            }
            assertThat(reasons)
                    .containsOnly(
                            Map.entry("h-1:1:failed", "rejected"),
                            Map.entry("h-2:1:failed", "malformed"),
                            Map.entry("h-3:1:failed", "unknown_type"));
        }
    }

    @Test
    void a_replayed_job_is_told_under_an_id_that_names_the_replay() throws Exception {
        String queue = Wire.freshQueue("replayed");
        try (TestWorker worker =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            wire.publish(queue, "r-1", "{}");
            wire.publish(queue, "r-1", "{}", Map.of("penstock-replay-id", "again-7"));
            assertThat(EventReader.ids(events.await(queue, 2)))
                    .containsExactlyInAnyOrder("r-1:1:completed", "r-1:again-7:1:completed");
        }
    }

    @Test
    void the_user_of_a_job_hears_of_its_end_and_of_nothing_else() throws Exception {
        String queue = Wire.freshQueue("notified");
        String user = Wire.freshQueue("ann");
        try (TestWorker worker = worker().set("REDIS_URL", redis.url().replaceFirst("/9$", ""))
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(
                        queue,
                        (payload, context) -> context.job().id().equals("n-1")
                                ? doneLater(context.job().attempt())
                                : Outcome.rejected("no"))
                .start()) {
            wire.publish(queue, "n-1", "{}", Map.of("penstock-user", user));
            wire.publish(queue, "n-2", "{}");
            List<Map<String, String>> first = notifications.await(user, 1);
            wire.publish(queue, "n-3", "{}", Map.of("penstock-user", user));
            List<Map<String, String>> both = notifications.await(user, 2);
            List<Event> told = events.await(queue, 4);

            assertThat(first).hasSize(1);
            assertThat(both).hasSize(2);
            assertThat(both.get(0)).containsOnlyKeys("event_type", "data", "timestamp");
            assertThat(both.get(0)).containsEntry("event_type", "job.completed");
            assertThat(both.get(1)).containsEntry("event_type", "job.failed");
            Event completed = told.stream()
                    .filter(event -> event.id().equals("n-1:2:completed"))
                    .findFirst()
                    .orElseThrow();
            assertThat(JSON.readTree(both.get(0).get("data")))
                    .as("the event's data")
                    .isEqualTo(completed.data());
            assertThat(both.get(0).get("timestamp"))
                    .isEqualTo(Long.toString(
                            Instant.parse(completed.headers().get("ce_time")).getEpochSecond()));
            assertThat(EventReader.ids(told))
                    .as("all ends are on Kafka, with and without a user")
                    .contains("n-1:1:retrying", "n-1:2:completed", "n-2:1:failed", "n-3:1:failed");
            assertThat(notifications.redis().keys("notifications:*null*")).isEmpty();
        }
    }

    private static Outcome doneLater(int attempt) {
        return attempt < 2 ? Outcome.failed("not yet") : Outcome.done();
    }

    @Test
    void a_notification_is_added_with_exactly_the_command_of_the_contract() throws Exception {
        String queue = Wire.freshQueue("command");
        String user = Wire.freshQueue("bob");
        notifications.redis().configSet("slowlog-log-slower-than", "0");
        try (TestWorker worker =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            wire.publish(queue, "x-1", "{}", Map.of("penstock-user", user));
            notifications.await(user, 1);
            List<?> command = notifications.redis().slowlogGet(100).stream()
                    .map(entry -> (List<?>) ((List<?>) entry).get(3))
                    .filter(words -> words.contains("notifications:" + user) && words.contains("XADD"))
                    .findFirst()
                    .orElseThrow();
            assertThat(command).hasSize(12);
            assertThat(new ArrayList<Object>(command).subList(0, 7))
                    .isEqualTo(List.of("XADD", "notifications:" + user, "MAXLEN", "~", "1000", "*", "event_type"));
            assertThat(command.get(8)).isEqualTo("data");
            assertThat(command.get(10)).isEqualTo("timestamp");
        } finally {
            notifications.redis().configSet("slowlog-log-slower-than", "10000");
        }
    }

    @Test
    void a_users_stream_keeps_about_as_many_notifications_as_is_configured() throws Exception {
        String queue = Wire.freshQueue("trimmed");
        String user = Wire.freshQueue("eve");
        try (TestWorker worker = worker().set("PENSTOCK_NOTIFICATIONS_MAXLEN", "100")
                .handle(queue, (payload, context) -> Outcome.done())
                .start()) {
            IntStream.range(0, 400).forEach(i -> publish(queue, "t-" + i, user));
            events.await(queue, 400);
            assertThat(notifications.of(user)).hasSizeBetween(100, 250);
        }
    }

    private void publish(String queue, String id, String user) {
        try {
            wire.channel()
                    .basicPublish(
                            "",
                            queue,
                            Wire.job(id).headers(Map.of("penstock-user", user)).build(),
                            new byte[] {'{', '}'});
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void ends_of_jobs_are_broadcast_to_whoever_binds_a_queue_if_that_is_wanted() throws Exception {
        String queue = Wire.freshQueue("broadcast");
        try (TestWorker worker = TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .set("PENSTOCK_BROADCAST", "true")
                .queue(queue, "RETRY_BASE", "10ms")
                .queue(queue, "RETRY_CAP", "10ms")
                .handle(queue, (payload, context) -> doneLater(context.job().attempt()))
                .start()) {
            wire.publish(queue, "nobody-listens", "{}");
            org.awaitility.Awaitility.await()
                    .until(() -> worker.metric("penstock_jobs_total{outcome=\"completed\"") == 1);
            String inbox = wire.channel().queueDeclare().getQueue();
            wire.channel().queueBind(inbox, "notifications.fanout", "");
            wire.publish(queue, "b-1", "{}", Map.of("penstock-tenant", "acme"));
            GetResponse told = wire.take(inbox);
            assertThat(Wire.header(told, "ce_id")).isEqualTo("b-1:2:completed");
            assertThat(Wire.header(told, "ce_type")).isEqualTo("io.penstock.job.completed.v1");
            assertThat(Wire.header(told, "ce_tenant")).isEqualTo("acme");
            assertThat(told.getProps().getContentType()).isEqualTo("application/json");
            assertThat(JSON.readTree(told.getBody()).get("job_id").textValue()).isEqualTo("b-1");
            assertThat(wire.ready(inbox)).as("only the end is told").isZero();
        }
    }

    @Test
    void nothing_is_broadcast_unless_wanted() throws Exception {
        String queue = Wire.freshQueue("quiet");
        try (TestWorker worker =
                worker().handle(queue, (payload, context) -> Outcome.done()).start()) {
            String inbox = wire.channel().queueDeclare().getQueue();
            wire.channel().queueBind(inbox, "notifications.fanout", "");
            wire.publish(queue, "q-1", "{}");
            events.await(queue, 1);
            org.awaitility.Awaitility.await().until(() -> worker.metric("penstock_settle_seconds_count") == 1);
            assertThat(wire.ready(inbox)).isZero();
        }
    }
}
