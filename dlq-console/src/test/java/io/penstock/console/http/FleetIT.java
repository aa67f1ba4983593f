package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.penstock.console.access.Role;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.WorkerReport;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues and workers, as the API shows them and pauses them on a real broker. */
@WithServers(ServerKind.RABBITMQ)
class FleetIT {
    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final String WHY = "{\"reason\":\"the relay is down\"}";

    private final RabbitMqServer rabbit;
    private final String queue = "fleet-" + UUID.randomUUID();
    private BrokerConnection connection;
    private Connection client;
    private Channel channel;
    private TestConsole console;
    private String operator;

    FleetIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void open() throws Exception {
        connection = new BrokerConnection(rabbit.url(), "test");
        new Topology(connection).declareShared();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        client = factory.newConnection();
        channel = client.createChannel();
        start(true);
    }

    private void start(boolean managed) {
        String login = URI.create(rabbit.url()).getUserInfo();
        URI management = URI.create(rabbit.managementUrl().replace("http://", "http://" + login + "@"));
        console = new TestConsole(new TestConsole.Fleet(rabbit.url(), managed ? management : null, List.of(queue)));
        console.listener.start();
        operator = console.token(Role.OPERATOR);
    }

    @AfterEach
    void close() {
        console.close();
        client.abort();
        connection.close();
    }

    private void declare() throws Exception {
        new Topology(connection).declareQueue(queue, null);
    }

    private void publish(String name, int messages) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < messages; i++) {
            channel.basicPublish("", name, MessageProperties.PERSISTENT_BASIC, new byte[] {'{', '}'});
        }
        channel.waitForConfirmsOrDie(10_000);
    }

    private JsonNode schedule(String name) throws Exception {
        TestConsole.Reply reply = console.ask("POST", "/api/v1/schedules")
                .token(operator)
                .body("{\"queue\":\"" + name + "\",\"payload\":{},\"in\":\"1h\"}")
                .reply();
        assertThat(reply.status()).isEqualTo(201);
        return reply.json();
    }

    private JsonNode shown() throws Exception {
        JsonNode queues = console.ask("GET", "/api/v1/queues")
                .token(operator)
                .reply()
                .json()
                .path("queues");
        for (JsonNode shown : queues) {
            if (shown.path("queue").asText().equals(queue)) {
                return shown;
            }
        }
        throw new AssertionError("expected queue " + queue + ", got " + queues);
    }

    private List<String> findings() throws Exception {
        List<String> found = new ArrayList<>();
        shown().path("findings")
                .forEach(finding -> found.add(finding.path("queue").asText().replace(queue, "q") + " "
                        + finding.path("code").asText()));
        return found;
    }

    private TestConsole.Reply turn(String verb) throws Exception {
        return console.ask("POST", "/api/v1/queues/" + queue + "/" + verb)
                .token(operator)
                .body(WHY)
                .reply();
    }

    @Test
    void a_queue_that_nobody_consumes_or_collects_is_known_and_can_be_paused_and_resumed_without_saying_why()
            throws Exception {
        String lonely = "lonely-" + queue;
        try (BrokerConnection connection = new BrokerConnection(rabbit.url(), "test")) {
            new Topology(connection).declareQueue(lonely, null);
        }
        for (String verb : List.of("pause", "resume")) {
            TestConsole.Reply reply = console.ask("POST", "/api/v1/queues/" + lonely + "/" + verb)
                    .token(operator)
                    .reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("paused").asBoolean()).isEqualTo(verb.equals("pause"));
        }
        assertThat(schedule(lonely).has("warning")).isFalse();
        assertThat(schedule("absent-" + queue).path("warning").asText()).contains("no such queue yet");
        assertThat(console.ask("POST", "/api/v1/queues/" + "x".repeat(200) + "/pause")
                        .token(operator)
                        .reply()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_queue_is_shown_with_what_is_in_it_and_what_nobody_can_say_is_named() throws Exception {
        declare();
        publish(queue, 30);
        publish(queue + ".dlq", 2);
        publish(queue + ".suspects", 1);
        JsonNode shown = await().atMost(SECONDS)
                .until(this::shown, queue -> queue.path("depth").has("unacked"));
        assertThat(shown.path("exists").asBoolean()).isTrue();
        assertThat(shown.path("depth").path("ready").asInt()).isEqualTo(30);
        assertThat(shown.path("depth").path("unacked").asInt()).isZero();
        assertThat(shown.path("depth").path("suspects").asInt()).isEqualTo(1);
        assertThat(shown.path("depth").path("dead_letters_waiting").asInt()).isEqualTo(2);
        assertThat(shown.path("depth").path("dead_letters_open").path("value").asInt())
                .isZero();
        assertThat(shown.path("consumers").asInt()).isZero();
        assertThat(shown.path("desired_replicas").asInt()).isEqualTo(1);
        assertThat(shown.path("findings")).isEmpty();
        await().atMost(SECONDS).until(() -> shown().has("rates_per_second"));

        console.close();
        start(false);
        JsonNode unmanaged = shown();
        assertThat(unmanaged.path("depth").path("ready").asInt()).isEqualTo(30);
        assertThat(unmanaged.path("depth").has("unacked")).isFalse();
        assertThat(unmanaged.path("unknown"))
                .extracting(JsonNode::asText)
                .containsExactly("depth.unacked", "rates_per_second", "oldest_age_seconds", "findings");
    }

    /** Ten minutes ago and five minutes ago. */
    private void publishWithTimes() throws Exception {
        channel.confirmSelect();
        for (int minutes : new int[] {10, 5}) {
            var at = Date.from(Instant.now().minus(Duration.ofMinutes(minutes)));
            var properties =
                    new BasicProperties.Builder().deliveryMode(2).timestamp(at).build();
            channel.basicPublish("", queue, properties, new byte[] {'{', '}'});
        }
        channel.waitForConfirmsOrDie(10_000);
    }

    @Test
    void what_may_cost_jobs_is_found_whether_declared_by_others_or_laid_over_by_a_policy() throws Exception {
        assertThat(shown().path("exists").asBoolean()).isFalse();
        channel.queueDeclare(queue, true, false, false, null);
        publishWithTimes();
        await().atMost(SECONDS).until(() -> findings().contains("q not_quorum"));
        // RabbitMQ knows it of classic queues only
        JsonNode aged = await().atMost(SECONDS).until(this::shown, queue -> queue.has("oldest_age_seconds"));
        assertThat(aged.path("oldest_age_seconds").asLong()).isBetween(600L, 660L);
        assertThat(findings())
                .contains("q no_delivery_limit", "q no_dead_letter_exchange", "q.suspects missing", "q.dlq missing");

        channel.queueDelete(queue);
        declare();
        await().atMost(SECONDS).until(() -> findings().isEmpty());
        rabbit.ctl(
                "set_policy",
                "--apply-to",
                "queues",
                queue,
                "^" + queue + ".*",
                "{\"message-ttl\":60000,\"max-length\":1000,\"delivery-limit\":5}");
        try {
            // the broker tells of each queue when it has counted its messages again
            await().atMost(SECONDS)
                    .untilAsserted(() -> assertThat(findings())
                            .containsExactlyInAnyOrder(
                                    "q delivery_limit",
                                    "q max_length",
                                    "q message_ttl",
                                    "q.suspects max_length",
                                    "q.suspects message_ttl",
                                    "q.dlq delivery_limit",
                                    "q.dlq drops_oldest",
                                    "q.dlq message_ttl"));
        } finally {
            rabbit.ctl("clear_policy", queue);
        }
    }

    @Test
    void a_queue_that_is_paused_is_consumed_by_nobody_until_it_is_resumed_and_it_is_known_who_did_it()
            throws Exception {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.worker.WorkerMain",
                        "--rabbitmq-url=" + rabbit.url(),
                        "--queues=" + queue,
                        "--penstock-http-port=0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(SECONDS)
                    .until(() -> shown().path("workers").path("workers").asInt() == 1);
            await().atMost(SECONDS).until(() -> shown().path("consumers").asInt() == 1);

            assertThat(turn("pause").status()).isEqualTo(200);
            assertThat(turn("pause").json().path("paused").asBoolean())
                    .as("twice is once")
                    .isTrue();
            await().atMost(SECONDS).until(() -> shown().path("consumers").asInt() == 0);
            publish(queue, 1);
            JsonNode paused = shown();
            assertThat(paused.path("paused").asBoolean()).isTrue();
            assertThat(paused.path("pause").path("reason").asText()).isEqualTo("the relay is down");
            assertThat(paused.path("desired_replicas").asInt()).isZero();
            await().atMost(SECONDS).until(() -> workers(operator).toString().contains("\"paused\":true"));

            assertThat(turn("resume").json().path("paused").asBoolean()).isFalse();
            // it knows no such type, so the job is dead once it was taken
            await().atMost(SECONDS).until(() -> channel.messageCount(queue + ".dlq") == 1);
            assertThat(shown().has("pause")).isFalse();
        } finally {
            worker.destroyForcibly().waitFor();
        }
        assertThat(console.lines.toString(StandardCharsets.UTF_8))
                .contains("\"queues.pause\"", "\"queues.resume\"", "queue " + queue, "the relay is down");
    }

    private JsonNode workers(String token) throws Exception {
        return console.ask("GET", "/api/v1/workers").token(token).reply().json().path("workers");
    }

    @Test
    void whoever_is_limited_to_a_tenant_sees_workers_without_the_jobs_of_others_and_touches_no_queue()
            throws Exception {
        declare();
        String limited = console.tenantToken(Role.ADMIN, "acme");
        await().atMost(SECONDS).until(() -> console.listener.since() != null);
        new FleetVoice(connection)
                .say(FleetVoice.BEAT, report(WorkerReport.State.READY).bytes());
        new FleetVoice(connection).say(FleetVoice.BEAT, "no report".getBytes(StandardCharsets.UTF_8));
        await().atMost(SECONDS).until(() -> workers(operator).size() == 1);

        JsonNode all = workers(operator).get(0);
        assertThat(all.path("running")).hasSize(2);
        assertThat(all.path("running_total").asInt()).isEqualTo(7);
        assertThat(all.path("queues").get(0).path("free").asInt()).isEqualTo(13);
        JsonNode own = workers(limited).get(0);
        assertThat(own.path("running")).hasSize(1);
        assertThat(own.path("running").get(0).path("job_id").asText()).isEqualTo("job-of-acme");
        assertThat(own.path("running_total").asInt()).isEqualTo(1);
        assertThat(own.toString()).doesNotContain("globex");

        assertThat(console.ask("GET", "/api/v1/queues").token(limited).reply().status())
                .isEqualTo(403);
        for (String verb : List.of("pause", "resume")) {
            String path = "/api/v1/queues/" + queue + "/" + verb;
            assertThat(console.ask("POST", path)
                            .token(limited)
                            .body(WHY)
                            .reply()
                            .status())
                    .isEqualTo(403);
        }
        assertThat(shown().path("paused").asBoolean()).isFalse();
        assertThat(console.ask("POST", "/api/v1/queues/unknown/pause")
                        .token(operator)
                        .body(WHY)
                        .reply()
                        .status())
                .isEqualTo(404);

        new FleetVoice(connection)
                .say(FleetVoice.BEAT, report(WorkerReport.State.STOPPED).bytes());
        await().atMost(SECONDS).until(() -> workers(operator).isEmpty());
    }

    private WorkerReport report(WorkerReport.State state) {
        Instant now = Instant.now();
        return new WorkerReport(
                "instance",
                "host",
                1,
                "1.0",
                now,
                now,
                60_000,
                state,
                List.of(new WorkerReport.Queue(queue, 20, 7, false, "consuming")),
                List.of(
                        new WorkerReport.Running("job-of-acme", "t", queue, "acme", 1, now),
                        new WorkerReport.Running("job-of-globex", "t", queue, "globex", 1, now)),
                7);
    }
}
