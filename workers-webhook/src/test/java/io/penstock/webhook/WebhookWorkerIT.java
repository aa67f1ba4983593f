package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.Testbed;
import io.penstock.testbed.WithServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker's own process between real servers. */
@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS, ServerKind.KAFKA})
class WebhookWorkerIT {
    @TempDir
    Path folder;

    private final Testbed servers;
    private final String queue = "webhooks-" + UUID.randomUUID().toString().substring(0, 8);
    private ForkedWorker worker;

    WebhookWorkerIT(Testbed servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("acme"), Payloads.SECRET);
        worker = ForkedWorker.start(
                queue,
                folder,
                List.of(),
                Map.of(
                        "RABBITMQ_URL",
                        servers.rabbitMq().url(),
                        "REDIS_URL",
                        servers.redis().url(),
                        "KAFKA_BOOTSTRAP_SERVERS",
                        servers.kafka().bootstrapServers(),
                        "PENSTOCK_OUTBOUND_ALLOW_NETWORKS",
                        "127.0.0.1",
                        "PENSTOCK_WEBHOOK_SECRETS_DIR",
                        folder.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        worker.close();
    }

    private NewJob job(String id, Map<String, Object> payload) {
        return NewJob.on(queue, payload).type("webhook.deliver").id(id).tenant("acme");
    }

    private static Map<String, Object> payload(ScriptedEndpoint endpoint, Map<String, ?> more) {
        Map<String, Object> payload = new java.util.HashMap<>(more);
        payload.put("url", endpoint.url());
        payload.put("event_type", "invoice.paid");
        payload.put("data", Map.of("id", 42));
        return payload;
    }

    @Test
    void jobs_are_delivered_and_told_and_those_for_a_gone_endpoint_are_dead_for_that_reason() throws Exception {
        try (ScriptedEndpoint works = ScriptedEndpoint.answering(200);
                ScriptedEndpoint gone = ScriptedEndpoint.answering(410);
                JobClient client = JobClient.builder(servers.rabbitMq().url()).build()) {
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> client.enqueue(
                                    job(queue + ".works", payload(works, Map.of("secret_ref", "folder:acme"))))
                            .get(5, TimeUnit.SECONDS));
            client.enqueue(job(queue + ".gone", payload(gone, Map.of("secret", Payloads.SECRET))))
                    .get(5, TimeUnit.SECONDS);

            await().atMost(Duration.ofSeconds(30)).until(() -> !works.received().isEmpty());
            assertThat(works.received().getFirst().header("webhook-id")).isEqualTo(queue + ".works");
            Map<String, String> headers = deadLetter();
            assertThat(headers).containsEntry("penstock-dead-reason", "endpoint_disabled");
            assertThat(headers.toString()).doesNotContain("MfKQ9r8GKYqrTwjUPD8");
            assertThat(events())
                    .contains(
                            queue + ".works io.penstock.webhook.attempt.v1",
                            queue + ".works io.penstock.job.completed.v1",
                            queue + ".gone io.penstock.webhook.attempt.v1",
                            queue + ".gone io.penstock.job.failed.v1",
                            "http://127.0.0.1:" + gone.port() + " io.penstock.endpoint.disabled.v1");
            assertThat(worker.log()).doesNotContain("MfKQ9r8GKYqrTwjUPD8");
        }
    }

    private Map<String, String> deadLetter() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(servers.rabbitMq().url());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            GetResponse letter = await().atMost(Duration.ofSeconds(30))
                    .until(() -> channel.basicGet(queue + ".dlq", true), Objects::nonNull);
            Map<String, String> headers = new java.util.HashMap<>();
            letter.getProps().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
            return headers;
        }
    }

    /** Key and type of what was told of this test. */
    private List<String> events() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                servers.kafka().bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "group.id",
                queue);
        List<String> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("jobs.events"));
            await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> {
                    String type =
                            new String(event.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
                    assertThat(event.value()).doesNotContain("MfKQ9r8GKYqrTwjUPD8");
                    events.add(event.key() + " " + type);
                });
                return events.stream()
                                .filter(event -> event.startsWith(queue) || event.endsWith("disabled.v1"))
                                .count()
                        >= 5;
            });
        }
        return events;
    }
}
