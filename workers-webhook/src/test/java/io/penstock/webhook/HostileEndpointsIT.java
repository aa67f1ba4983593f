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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others can do to the worker's own process by name servers, certificates and answers. It may call 127.0.0.2 alone. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA})
class HostileEndpointsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Testbed servers;
    private final String queue = "webhooks-" + UUID.randomUUID().toString().substring(0, 8);
    private Certificates certificates;
    private ForkedWorker worker;

    HostileEndpointsIT(Testbed servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() throws Exception {
        certificates = new Certificates(folder);
        worker = ForkedWorker.start(
                queue,
                folder,
                List.of(
                        "-Dsun.net.inetaddr.ttl=0",
                        "-Djavax.net.ssl.trustStore=" + certificates.trust(),
                        "-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD),
                Map.of(
                        "RABBITMQ_URL",
                        servers.rabbitMq().url(),
                        "KAFKA_BOOTSTRAP_SERVERS",
                        servers.kafka().bootstrapServers(),
                        "PENSTOCK_OUTBOUND_ALLOW_NETWORKS",
                        "127.0.0.2"));
    }

    @AfterEach
    void stop() throws Exception {
        worker.close();
    }

    /** Has one attempt, so that whatever goes wrong is in its dead letter. */
    private void enqueue(String id, String url, String secret) throws Exception {
        Map<String, Object> payload = Map.of("url", url, "body", "hello", "secret", secret);
        try (JobClient client = JobClient.builder(servers.rabbitMq().url()).build()) {
            await().ignoreExceptions()
                    .atMost(SOON)
                    .untilAsserted(() -> client.enqueue(NewJob.on(queue, payload)
                                    .type("webhook.deliver")
                                    .id(queue + "." + id)
                                    .maxAttempts(1))
                            .get(5, TimeUnit.SECONDS));
        }
    }

    private GetResponse deadLetter() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(servers.rabbitMq().url());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            return await().atMost(SOON).until(() -> channel.basicGet(queue + ".dlq", true), letter -> letter != null);
        }
    }

    private String errorOf(String id) throws Exception {
        GetResponse letter = deadLetter();
        assertThat(letter.getProps().getMessageId()).isEqualTo(queue + "." + id);
        return letter.getProps().getHeaders().get("penstock-error-class").toString();
    }

    private static ScriptedEndpoint on(String address, ServerSocketFactory sockets) throws Exception {
        return ScriptedEndpoint.on(address, sockets, ScriptedEndpoint.status(200));
    }

    @Test
    void a_name_whose_address_changes_between_the_check_and_the_connection_leads_nowhere() throws Exception {
        try (ScriptedEndpoint inner = on("127.0.0.1", ServerSocketFactory.getDefault())) {
            String url = "http://rebinding.test:" + inner.port() + "/";

            enqueue("first", url, Payloads.SECRET);
            assertThat(errorOf("first")).isEqualTo("io.penstock.webhook.ConnectFailed"); // nobody listens at 127.0.0.2
            enqueue("second", url, Payloads.SECRET);
            assertThat(errorOf("second")).isEqualTo("io.penstock.webhook.BlockedAddress");
            assertThat(inner.connections()).isZero();
        }
    }

    @Test
    void a_message_is_sent_to_nobody_whose_certificate_has_expired_or_is_for_another_host() throws Exception {
        try (ScriptedEndpoint good = on("127.0.0.2", certificates.socketsOf("good.tls.test"));
                ScriptedEndpoint expired = on(
                        "127.0.0.2",
                        certificates.socketsOf("expired.tls.test", "-startdate", "-10d", "-validity", "5"));
                ScriptedEndpoint other = on("127.0.0.2", certificates.socketsOf("other.tls.test"))) {
            enqueue("good", "https://good.tls.test:" + good.port() + "/", Payloads.SECRET);
            await().atMost(SOON).until(() -> good.received().size() == 1);

            enqueue("expired", "https://expired.tls.test:" + expired.port() + "/", Payloads.SECRET);
            assertThat(errorOf("expired")).isEqualTo("io.penstock.webhook.TlsFailed");
            enqueue("wrong", "https://wrong.tls.test:" + other.port() + "/", Payloads.SECRET);
            assertThat(errorOf("wrong")).isEqualTo("io.penstock.webhook.TlsFailed");
            assertThat(expired.received()).isEmpty();
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void a_secret_in_a_payload_shows_in_no_event_no_header_of_a_dead_letter_and_no_log_even_if_endpoints_repeat_it()
            throws Exception {
        String known = Payloads.SECRET.substring("whsec_".length());
        String broken = "whsec_dGhpcyBvbmUgaXMgbm90IGEgc2VjcmV0!";
        String answer = " Status\r\nContent-Length: " + Payloads.SECRET.length() + "\r\n\r\n" + Payloads.SECRET;
        ServerSocketFactory sockets = ServerSocketFactory.getDefault();
        try (ScriptedEndpoint works =
                        ScriptedEndpoint.on("127.0.0.2", sockets, ScriptedEndpoint.raw("HTTP/1.1 200" + answer));
                ScriptedEndpoint fails =
                        ScriptedEndpoint.on("127.0.0.2", sockets, ScriptedEndpoint.raw("HTTP/1.1 500" + answer))) {
            enqueue("works", "http://127.0.0.2:" + works.port() + "/", Payloads.SECRET);
            enqueue("fails", "http://127.0.0.2:" + fails.port() + "/", Payloads.SECRET);
            enqueue("broken", "http://127.0.0.2:" + works.port() + "/", broken);

            for (int i = 0; i < 2; i++) {
                assertThat(deadLetter().getProps().toString()).doesNotContain(known, "dGhpcyBvbmUgaXMgbm90");
            }
            List<String> events = events(5);
            assertThat(events).anyMatch(event -> event.contains("whsec_***"));
            assertThat(events).noneMatch(event -> event.contains(known) || event.contains("dGhpcyBvbmUgaXMgbm90"));
            assertThat(worker.log()).doesNotContain(known, "dGhpcyBvbmUgaXMgbm90");
        }
    }

    /** What was told of this test: two attempts and three ends. */
    private List<String> events(int count) {
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
            await().atMost(SOON).pollInSameThread().until(() -> {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                    if (event.key().startsWith(queue)) {
                        StringBuilder text = new StringBuilder(event.value());
                        event.headers()
                                .forEach(header ->
                                        text.append(' ').append(new String(header.value(), StandardCharsets.UTF_8)));
                        events.add(text.toString());
                    }
                }
                return events.size() >= count;
            });
        }
        return events;
    }
}
