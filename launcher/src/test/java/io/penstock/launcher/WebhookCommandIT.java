package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.Testbed;
import io.penstock.testbed.WithServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS, ServerKind.KAFKA})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookCommandIT {
    private static final String TOKEN = "penstock_token-of-a-test-0123456789abcdef";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Pattern CONSOLE = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/api/v1");

    private final Testbed servers;
    private final String id = UUID.randomUUID().toString();
    private HttpServer endpoints;
    private String address;
    private Path folder;
    private Launcher launcher;
    private Process worker;

    WebhookCommandIT(Testbed servers) {
        this.servers = servers;
    }

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        endpoints = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/gone", 410);
        answer("/there", 204);
        endpoints.start();
        address = "http://127.0.0.1:" + endpoints.getAddress().getPort();
        folder = home;
        launcher = new Launcher(home);
        worker = startWorker(launcher, home.resolve("worker.log"));
    }

    private void answer(String path, int status) {
        endpoints.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @AfterAll
    void stop() throws Exception {
        endpoints.stop(0);
        worker.destroy();
        worker.waitFor(30, TimeUnit.SECONDS);
        launcher.close();
    }

    @Test
    void an_operator_sees_a_disabled_endpoint_and_its_attempts_and_enables_it() throws Exception {
        enqueue(id, Map.of("url", address + "/gone", "body", "{}", "endpoint", id, "secret", SECRET));

        JsonNode disabled = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> endpoint(launcher),
                        node -> node.path("state").asText().equals("disabled"));
        assertThat(disabled.path("tenant").asText()).isEqualTo("acme");
        assertThat(disabled.path("disabled_because").asText()).isEqualTo("the endpoint answered 410 Gone");
        assertThat(ask(launcher, "attempts", id).path("attempts"))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.path("status").asInt()).isEqualTo(410));

        assertThat(ask(launcher, "enable", "--tenant=acme", id)
                        .path("was_disabled")
                        .asBoolean())
                .isTrue();
        assertThat(endpoint(launcher).path("state").asText()).isEqualTo("works");
        assertThat(launcher.run(environment(), "", "webhook", "attempts", id).out())
                .contains("410", "127.0.0.1");
    }

    @Test
    void a_dead_delivery_is_edited_as_its_plug_in_says_it_must_be_and_watched_until_events_say_it_arrived()
            throws Exception {
        String job = "edited-" + id;
        enqueue(job, Map.of("urll", address + "/there"));
        Process console = startConsole(folder.resolve("console.log"));
        try {
            String letter = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> dlq("list", "--search=" + job, "--output=json")
                                    .path("dead_letters")
                                    .path(0)
                                    .path("id")
                                    .asText(),
                            found -> !found.isEmpty());
            Launcher.Run refused = edit(letter, Map.of("url", 7, "body", "{}"));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("/url");

            assertThat(run("dlq", "show", letter, "--payload").out())
                    .isEqualTo("{\"urll\":\"" + address + "/there\"}\n");
            Launcher.Run checked = check(letter, Map.of("url", address + "/there", "body", "{}", "secret", SECRET));
            assertThat(checked.exitCode()).as(checked.err()).isZero();
            assertThat(checked.out())
                    .contains("nothing was published", "remove /urll", "add /url")
                    .doesNotContain(SECRET);

            Launcher.Run accepted =
                    edit(letter, Map.of("url", address + "/there", "body", "{}", "endpoint", job, "secret", SECRET));
            assertThat(accepted.exitCode()).as(accepted.err()).isZero();
            JsonNode edited = new JsonMapper().readTree(accepted.out());
            assertThat(edited.path("checked_against_schema").asBoolean()).isTrue();
            Launcher.Run watch =
                    run("dlq", "replay", "watch", edited.path("replay_id").asText());
            assertThat(watch.exitCode()).as(watch.out() + watch.err()).isZero();
            assertThat(watch.out()).contains("is done: 1 succeeded");
        } finally {
            console.destroy();
            console.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private Launcher.Run edit(String letter, Map<String, Object> payload) throws Exception {
        return run("dlq", "edit", letter, file(payload), "--why=a typo", "--yes", "--output=json");
    }

    private Launcher.Run check(String letter, Map<String, Object> payload) throws Exception {
        return run("dlq", "edit", letter, file(payload), "--check");
    }

    private String file(Map<String, Object> payload) throws Exception {
        Path file = folder.resolve("payload.json");
        new JsonMapper().writeValue(file.toFile(), payload);
        return file.toString();
    }

    private JsonNode dlq(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("dlq"));
        command.addAll(List.of(words));
        Launcher.Run run = run(command.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    private Launcher.Run run(String... command) throws Exception {
        Matcher url = CONSOLE.matcher(Files.readString(folder.resolve("console.log")));
        assertThat(url.find()).isTrue();
        return launcher.run(Map.of("PENSTOCK_CONSOLE_URL", url.group(1), "PENSTOCK_CONSOLE_TOKEN", TOKEN), "", command);
    }

    private Process startConsole(Path log) throws Exception {
        Process console = launcher.start(
                log,
                "console",
                "--rabbitmq-url=" + servers.rabbitMq().url(),
                "--kafka-bootstrap-servers=" + servers.kafka().bootstrapServers(),
                "--penstock-console-port=0",
                "--penstock-console-queues=webhooks",
                "--penstock-console-data=" + folder.resolve("console"),
                "--penstock-console-admin-token=" + TOKEN);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("collecting dead letters"));
        return console;
    }

    @Test
    void without_redis_the_command_says_what_it_needs() throws Exception {
        Launcher.Run run =
                launcher.run(Map.of("RABBITMQ_URL", servers.rabbitMq().url()), "", "webhook", "endpoints");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("REDIS_URL: expected the workers' Redis");
    }

    private Process startWorker(Launcher launcher, Path log) throws Exception {
        Process worker = launcher.start(
                log,
                "worker",
                "--queues=webhooks",
                "--rabbitmq-url=" + servers.rabbitMq().url(),
                "--redis-url=" + servers.redis().url(),
                "--kafka-bootstrap-servers=" + servers.kafka().bootstrapServers(),
                "--penstock-http-port=0",
                "--penstock-outbound-allow-plain=true",
                "--penstock-outbound-allow-networks=127.0.0.1");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("health and metrics"));
        return worker;
    }

    private void enqueue(String job, Map<String, String> payload) {
        try (JobClient client = JobClient.builder(servers.rabbitMq().url()).build()) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> client.enqueue(
                                    NewJob.on("webhooks", payload).id(job).tenant("acme"))
                            .get(5, TimeUnit.SECONDS)
                            .equals(job));
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "RABBITMQ_URL", servers.rabbitMq().url(),
                "REDIS_URL", servers.redis().url(),
                "KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
    }

    private JsonNode ask(Launcher launcher, String... words) throws Exception {
        String[] command = new String[words.length + 2];
        command[0] = "webhook";
        System.arraycopy(words, 0, command, 1, words.length);
        command[words.length + 1] = "--output=json";
        Launcher.Run run = launcher.run(environment(), "", command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    private JsonNode endpoint(Launcher launcher) throws Exception {
        JsonNode endpoints = ask(launcher, "endpoints").path("endpoints");
        return StreamSupport.stream(endpoints.spliterator(), false)
                .filter(one -> one.path("endpoint").asText().equals(id))
                .findFirst()
                .orElseGet(() -> new JsonMapper().createObjectNode());
    }
}
