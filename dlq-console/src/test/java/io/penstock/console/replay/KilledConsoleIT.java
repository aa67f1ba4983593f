package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.internal.amqp.Headers;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A console in a process of its own, with a real worker behind the queue.
 *
 * <p>{@code -Dpenstock.replay.jobs=20000} replays that many; {@code -Dpenstock.replay.seed=…} kills at other moments;
 * {@code -Dpenstock.replay.database=postgresql} keeps them there instead of in an H2 file.
 */
@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS, ServerKind.KAFKA, ServerKind.POSTGRES})
class KilledConsoleIT {
    private static final String QUEUE = "replayed-jobs";
    private static final int KINDS = 40;
    private static final int JOBS = Integer.getInteger("penstock.replay.jobs", 1_200);
    private static final long SEED = Long.getLong("penstock.replay.seed", 42);
    private static final int KILLS = 3;
    private static final String TOKEN = "an-administrators-token-of-our-own-choice";
    private static final Pattern CONSOLE =
            Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/api/v1[\\s\\S]*(?=collecting dead)");
    private static final Pattern WORKER = Pattern.compile("(?=.*)health and metrics on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60L + JOBS / 50);

    private final RabbitMqServer broker;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> workerFlags = new ArrayList<>();
    private final List<String> consoleFlags = new ArrayList<>();

    @TempDir
    private Path folder;

    private ChildProcess worker;
    private ChildProcess console;

    KilledConsoleIT(RabbitMqServer broker) {
        this.broker = broker;
    }

    @BeforeEach
    void start(RedisServer redis, KafkaServer kafka, PostgresServer postgres) throws Exception {
        workerFlags.addAll(List.of(
                "--rabbitmq-url=" + broker.url(),
                "--redis-url=" + redis.url(),
                "--kafka-bootstrap-servers=" + kafka.bootstrapServers(),
                "--queues=" + QUEUE,
                "--penstock-queues-replayed-jobs-max-attempts=2",
                "--penstock-queues-replayed-jobs-retry-base=500ms",
                "--penstock-http-port=0",
                "--penstock-test-effects=" + effects(),
                "--penstock-test-broken=" + broken()));
        worker = ChildProcess.start(folder, "io.penstock.worker.WorkerMain", WORKER, workerFlags);
        consoleFlags.addAll(List.of(
                "--rabbitmq-url=" + broker.url(),
                "--kafka-bootstrap-servers=" + kafka.bootstrapServers(),
                "--penstock-console-admin-token=" + TOKEN,
                "--penstock-console-queues=" + QUEUE,
                "--penstock-console-data=" + folder.resolve("data"),
                "--penstock-console-port=0"));
        if (System.getProperty("penstock.replay.database", "h2").equals("postgresql")) {
            String url =
                    postgres.createDatabase("killed_" + ProcessHandle.current().pid() + "_" + System.nanoTime());
            consoleFlags.add("--database-url=" + url + (url.contains("?") ? "&" : "?") + "user=" + postgres.user()
                    + "&password=" + postgres.password());
        }
        startConsole();
    }

    private void startConsole() throws Exception {
        console = ChildProcess.start(folder, "io.penstock.console.ConsoleMain", CONSOLE, consoleFlags);
    }

    private Path effects() {
        return folder.resolve("effects");
    }

    private Path broken() {
        return folder.resolve("broken");
    }

    @AfterEach
    void end() {
        console.close();
        worker.close();
        http.close();
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.find(CONSOLE) + "/api/v1" + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return new JsonMapper().readTree(response.body());
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    /** Puts dead letters of many causes into the dead-letter queue, as workers do. */
    private void die(String prefix, int count) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < count; i++) {
                var properties = new BasicProperties.Builder()
                        .messageId(prefix + i)
                        .deliveryMode(2)
                        .headers(Map.of(
                                Headers.DEAD_AT,
                                Instant.now().toString(),
                                Headers.DEAD_REASON,
                                "rejected",
                                Headers.ATTEMPT,
                                5,
                                Headers.ERROR_CLASS,
                                "broken.Kind" + i % KINDS))
                        .build();
                byte[] body = ("{\"number\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                channel.basicPublish("", QUEUE + ".dlq", properties, body);
            }
            channel.waitForConfirmsOrDie(60_000);
        }
        until(() -> ask("GET", "/dead-letters/groups?limit=100&queue=" + QUEUE, "")
                        .path("groups")
                        .valueStream()
                        .mapToInt(group -> group.at("/counts/open").asInt())
                        .sum()
                == count);
    }

    private JsonNode look(String id) throws Exception {
        return ask("GET", "/replays/" + id + "?limit=0", "");
    }

    private int sent(String id) throws Exception {
        JsonNode counts = look(id).path("counts");
        return counts.path("published").asInt() + counts.path("succeeded").asInt();
    }

    private String startReplay(String how) throws Exception {
        String id = ask(
                        "POST",
                        "/replays",
                        "{\"filter\":{\"queue\":\"%s\"},\"reason\":\"it is repaired\",%s}".formatted(QUEUE, how))
                .path("id")
                .asText();
        ask("POST", "/replays/" + id + "/start", "");
        return id;
    }

    @Test
    void every_job_runs_once_though_the_console_is_killed_again_and_again_and_the_broker_restarts() throws Exception {
        die("killed-", JOBS);
        String id = startReplay("\"rate\":" + Math.clamp(JOBS / 12, 50, 1_000));
        List<Integer> moments = new Random(SEED)
                .ints(KILLS + 1, 1, JOBS * 9 / 10)
                .sorted()
                .boxed()
                .toList();
        for (int i = 0; i <= KILLS; i++) {
            int moment = moments.get(i);
            until(() -> sent(id) >= moment);
            if (i == 1) {
                broker.kill();
                broker.start();
            } else {
                console.kill();
                startConsole();
            }
        }
        until(() -> look(id).path("state").asText().equals("done"));
        until(() -> look(id).at("/counts/succeeded").asInt() == JOBS);

        List<String> effects = Files.readAllLines(effects());
        assertThat(new HashSet<>(effects)).as("none is lost (seed %d)", SEED).hasSize(JOBS);
        assertThat(effects).as("none runs twice (seed %d)", SEED).hasSize(JOBS);
    }

    @Test
    void a_replay_into_a_worker_that_is_still_broken_stops_itself_after_the_canary() throws Exception {
        Files.createFile(broken());
        die("broken-", 30);
        String id = startReplay("\"rate\":1000,\"canary\":5,\"stop_above_failure_percent\":20");
        until(() -> look(id).path("state").asText().equals("stopped"));

        assertThat(look(id).path("why").asText()).contains("of 5 of the canary failed");
        assertThat(look(id).at("/counts/pending").asInt()).isEqualTo(25);
        until(() -> ask("GET", "/replays/" + id + "?state=failed_again", "")
                        .path("items")
                        .valueStream()
                        .filter(item -> item.has("failed_as"))
                        .count()
                == 5);
        JsonNode failed =
                ask("GET", "/replays/" + id + "?state=failed_again", "").at("/items/0");
        JsonNode again = ask("GET", "/dead-letters/" + failed.path("failed_as").asText(), "");
        assertThat(again.at("/letter/status/replay_of").asText())
                .isEqualTo(failed.path("dead_letter_id").asText());
        assertThat(again.at("/letter/status/replay_id").asText()).isEqualTo(id);
        assertThat(again.at("/letter/job/attempt").asInt())
                .as("the canary was waited for until its retries were over")
                .isEqualTo(2);

        Files.delete(broken());
        ask("POST", "/replays/" + id + "/resume", "");
        until(() -> look(id).at("/counts/succeeded").asInt() == 25);
        String second = startReplay("\"canary\":5");
        until(() -> look(second).at("/counts/succeeded").asInt() == 5);
        assertThat(new HashSet<>(Files.readAllLines(effects()))).hasSize(30);
    }
}
