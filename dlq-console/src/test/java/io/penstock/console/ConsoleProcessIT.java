package io.penstock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA})
class ConsoleProcessIT {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/api/v1");
    private static final Pattern TOKEN = Pattern.compile("shown this once: (penstock_\\S+)");

    /** As the test bed makes topics. */
    private static final int PARTITIONS = 3;

    private final String topic = "audit-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    private Process process;
    private Path output;

    private void start(RabbitMqServer broker, KafkaServer kafka) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.penstock.console.ConsoleMain",
                "--rabbitmq-url=" + broker.url(),
                "--kafka-bootstrap-servers=" + kafka.bootstrapServers(),
                "--penstock-audit-topic=" + topic,
                "--penstock-console-data=" + folder.resolve("data"),
                "--penstock-console-port=0"));
        output = Files.createTempFile(folder, "console", ".log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(output).contains("collecting dead letters"));
    }

    @AfterEach
    void end() throws Exception {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private String find(Pattern pattern) throws Exception {
        Matcher matcher = pattern.matcher(Files.readString(output));
        return matcher.find() ? matcher.group(1) : "";
    }

    private HttpResponse<String> ask(String method, String path, String token, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + find(ADDRESS) + path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void the_first_start_tells_a_token_once_and_sigterm_ends_cleanly(RabbitMqServer broker, KafkaServer kafka)
            throws Exception {
        start(broker, kafka);
        String token = find(TOKEN);
        assertThat(ask("GET", "/health/ready", token, "").body()).contains("\"status\":\"up\"");
        assertThat(ask("GET", "/api/v1/dead-letters", token, "").statusCode()).isEqualTo(200);
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();

        start(broker, kafka);
        assertThat(find(TOKEN)).isEmpty();
        assertThat(ask("GET", "/api/v1/session", token, "").statusCode()).isEqualTo(200);
    }

    @Test
    void audit_entries_reach_kafka_though_it_was_away_and_the_console_was_killed(
            RabbitMqServer broker, KafkaServer kafka) throws Exception {
        start(broker, kafka);
        String token = find(TOKEN);
        kafka.kill();
        for (int i = 0; i < 5; i++) {
            String body = "{\"name\":\"t%d\",\"grants\":{\"role\":\"reader\"}}".formatted(i);
            assertThat(ask("POST", "/api/v1/tokens", token, body).statusCode()).isEqualTo(201);
        }
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        kafka.start();
        start(broker, kafka);

        List<String> targets = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(entry -> targets.add(target(entry.value())));
                return targets.containsAll(List.of("token t0", "token t1", "token t2", "token t3", "token t4"));
            });
        }
    }

    private static String target(String json) {
        try {
            JsonNode entry = new JsonMapper().readTree(json);
            return entry.path("target").asText();
        } catch (IOException e) {
            throw new AssertionError("expected JSON, got " + json, e);
        }
    }

    private KafkaConsumer<String, String> consumer(KafkaServer kafka) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "true",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }
}
