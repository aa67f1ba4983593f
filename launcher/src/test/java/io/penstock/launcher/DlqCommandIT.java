package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@WithServers(ServerKind.RABBITMQ)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DlqCommandIT {
    private static final String TOKEN = "penstock_token-of-a-test-0123456789abcdef";

    private final RabbitMqServer broker;
    private final String id = "dlq-" + UUID.randomUUID();
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private Launcher launcher;
    private Path folder;

    DlqCommandIT(RabbitMqServer broker) throws Exception {
        this.broker = broker;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        launcher = new Launcher(home);
        folder = home;
        processes.add(startWorker(home.resolve("worker.log")));
        processes.add(startConsole(home));
        enqueue();
    }

    @AfterAll
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
        launcher.close();
    }

    @Test
    @Order(1)
    void an_operator_finds_a_dead_letter_archives_it_and_takes_it_back() throws Exception {
        String number = awaitOpen().path("id").asText();

        assertThat(ask("show", number).at("/payload/text").asText())
                .contains("[redacted]")
                .doesNotContain("hunter2");
        assertThat(run("archive", number).exitCode()).isEqualTo(2);
        assertThat(ask("archive", number, "--yes", "--why=a test", "--output=json")
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
        assertThat(run("archive", number, "--yes").exitCode()).isEqualTo(1);
        assertThat(run("archive", "--yes").exitCode())
                .as("neither ids nor a filter")
                .isEqualTo(2);
        assertThat(find("open").isMissingNode()).isTrue();
        assertThat(ask("restore", number, "--yes", "--output=json")
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
        assertThat(run("groups").out()).contains("emails");
        assertThat(run("export", "--search=" + id, "--format=csv").out())
                .contains(id)
                .doesNotContain("hunter2");
        assertThat(run("audit").out()).contains("dead_letters.archive", "configured-admin");
    }

    @Test
    @Order(2)
    void an_operator_pauses_a_queue_and_sees_that_it_is_and_who_works() throws Exception {
        assertThat(run("pause", "emails", "--why=a test").exitCode())
                .as("nobody can be asked")
                .isEqualTo(2);
        assertThat(ask("pause", "emails", "--why=the relay is down", "--yes", "--output=json")
                        .path("paused")
                        .asBoolean())
                .isTrue();
        assertThat(run("queues").out())
                .containsPattern("emails .*paused by configured-admin at \\S+: the relay is down");
        await().atMost(Duration.ofSeconds(30)).until(() -> run("workers").out().contains("emails paused"));
        assertThat(run("resume", "emails", "--why=it is back", "--yes").out()).contains("queue emails is open");
        assertThat(ask("queues", "--output=json").at("/queues/0/paused").asBoolean())
                .isFalse();
        assertThat(run("pause", "no-such-queue", "--why=a test", "--yes").err()).contains("no queue of this name");
    }

    @Test
    @Order(3)
    void a_replay_into_a_worker_that_still_cannot_is_told_as_failed_and_one_that_nobody_wants_is_cancelled()
            throws Exception {
        String number = awaitOpen().path("id").asText();
        JsonNode unwanted = ask("replay", "plan", number, "--why=a test", "--output=json");
        assertThat(unwanted.path("eligible").asInt()).isEqualTo(1);
        assertThat(run("replay", "start", unwanted.path("id").asText()).exitCode())
                .as("nobody can be asked")
                .isEqualTo(2);
        assertThat(ask("replay", "cancel", unwanted.path("id").asText(), "--yes", "--output=json")
                        .path("state")
                        .asText())
                .startsWith("cancel");

        awaitOpen();
        String plan = run("replay", "plan", "--search=" + id, "--state=open", "--why=the relay is back")
                .out();
        assertThat(plan).contains("is planned: 1 pending", "Nothing has been published");
        String replay = plan.replaceFirst("(?s)^replay (\\S+) .*", "$1");
        assertThat(run("replay", "rate", replay, "--to=50").out()).contains("50 per second");
        assertThat(run("replay", "start", replay, "--yes").exitCode()).isZero();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !find("open").path("id").asText(number).equals(number));
        Launcher.Run watch = run("replay", "watch", replay);
        assertThat(watch.exitCode()).as(watch.out() + watch.err()).isEqualTo(1);
        assertThat(watch.out()).contains("is done", "1 failed again");
        assertThat(watch.err()).contains("1 of 1, done");
        assertThat(run("replay", "list").out())
                .contains(replay, unwanted.path("id").asText());
    }

    /** In the order in which they are shown, with what people would put in place of what is made up there. */
    @Test
    @Order(4)
    void every_command_that_the_consoles_readme_shows_does_what_it_should() throws Exception {
        Files.writeString(
                folder.resolve("payload.json"), "{\"to\":\"a@example.com\",\"subject\":\"Hi\",\"body\":\"Hello\"}");
        List<String> commands = Files.readAllLines(Path.of("..", "dlq-console", "README.md")).stream()
                .filter(line -> line.startsWith("    ./penstock dlq "))
                .map(line -> line.strip().substring("./penstock dlq ".length()))
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            Launcher.Run run = launcher.run(environment(), "y\n", words(command));
            // without Kafka nobody knows, when all is published, whether it will fail
            assertThat(run.exitCode())
                    .as(command + ": " + run.out() + run.err())
                    .isBetween(0, command.endsWith("--watch") ? 1 : 0);
        }
    }

    private String[] words(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("dlq"));
        Matcher matcher = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+").matcher(command.replaceFirst(" > .*", ""));
        while (matcher.find()) {
            words.add(real(matcher.group().replace("\"", "")));
        }
        return words.toArray(String[]::new);
    }

    private String real(String word) throws Exception {
        return switch (word) {
            case "42" -> awaitOpen().path("id").asText();
            case "--group=FINGERPRINT" ->
                "--group=" + find("open,archived").path("fingerprint").asText();
            case "REPLAY" ->
                ask("replay", "list", "--state=planned", "--output=json")
                        .at("/replays/0/id")
                        .asText();
            default -> word;
        };
    }

    @Test
    void without_a_console_or_a_token_the_command_says_what_it_needs() throws Exception {
        assertThat(launcher.run(Map.of(), "", "dlq", "list").err()).contains("PENSTOCK_CONSOLE_TOKEN: expected");
        Launcher.Run away = launcher.run(
                Map.of("PENSTOCK_CONSOLE_URL", "http://127.0.0.1:1", "PENSTOCK_CONSOLE_TOKEN", TOKEN),
                "",
                "dlq",
                "list");
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.err()).contains("does not answer", "./penstock console");
    }

    private Process startWorker(Path log) throws Exception {
        Process worker = launcher.start(
                log, "worker", "--queues=emails", "--rabbitmq-url=" + broker.url(), "--penstock-http-port=0");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("health and metrics"));
        return worker;
    }

    private Process startConsole(Path home) throws Exception {
        Path log = home.resolve("console.log");
        Process console = launcher.start(
                log,
                "console",
                "--rabbitmq-url=" + broker.url(),
                "--penstock-console-port=" + port,
                "--penstock-console-data=" + home.resolve("console"),
                "--penstock-console-admin-token=" + TOKEN);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("collecting dead letters"));
        return console;
    }

    /** No e-mail has such a field, so the job is malformed. */
    private void enqueue() {
        try (JobClient client = JobClient.builder(broker.url()).build()) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> client.enqueue(
                                    NewJob.on("emails", Map.of("too", "a@example.com", "password", "hunter2"))
                                            .id(id))
                            .get(5, TimeUnit.SECONDS)
                            .equals(id));
        }
    }

    private JsonNode find(String state) throws Exception {
        return ask("list", "--search=" + id, "--state=" + state, "--output=json")
                .path("dead_letters")
                .path(0);
    }

    private Launcher.Run run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("dlq"));
        command.addAll(List.of(words));
        return launcher.run(environment(), "", command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("PENSTOCK_CONSOLE_URL", "http://127.0.0.1:" + port, "PENSTOCK_CONSOLE_TOKEN", TOKEN);
    }

    private JsonNode awaitOpen() {
        return await().atMost(Duration.ofSeconds(60)).until(() -> find("open"), node -> !node.isMissingNode());
    }

    private JsonNode ask(String... words) throws Exception {
        Launcher.Run run = run(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }
}
