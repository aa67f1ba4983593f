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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers(ServerKind.RABBITMQ)
class DlqCommandIT {
    private static final String TOKEN = "penstock_token-of-a-test-0123456789abcdef";

    private final RabbitMqServer broker;
    private final String id = "dlq-" + UUID.randomUUID();
    private final int port;

    DlqCommandIT(RabbitMqServer broker) throws Exception {
        this.broker = broker;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    @Test
    void an_operator_finds_a_dead_letter_archives_it_and_takes_it_back(@TempDir Path home) throws Exception {
        Process worker = null;
        Process console = null;
        try (Launcher launcher = new Launcher(home)) {
            worker = startWorker(launcher, home.resolve("worker.log"));
            console = startConsole(launcher, home);
            enqueue();
            JsonNode letter = await().atMost(Duration.ofSeconds(60))
                    .until(() -> find(launcher, "open"), node -> !node.isMissingNode());
            String number = letter.path("id").asText();

            assertThat(ask(launcher, "show", number).at("/payload/text").asText())
                    .contains("[redacted]")
                    .doesNotContain("hunter2");
            assertThat(run(launcher, "archive", number).exitCode()).isEqualTo(2);
            assertThat(ask(launcher, "archive", number, "--yes", "--why=a test", "--output=json")
                            .path("moved")
                            .asInt())
                    .isEqualTo(1);
            assertThat(run(launcher, "archive", number, "--yes").exitCode()).isEqualTo(1);
            assertThat(find(launcher, "open").isMissingNode()).isTrue();
            assertThat(ask(launcher, "restore", number, "--yes", "--output=json")
                            .path("moved")
                            .asInt())
                    .isEqualTo(1);
            assertThat(run(launcher, "groups").out()).contains("emails");
            assertThat(run(launcher, "export", "--search=" + id, "--format=csv").out())
                    .contains(id)
                    .doesNotContain("hunter2");
            assertThat(run(launcher, "audit").out()).contains("dead_letters.archive", "configured-admin");
        } finally {
            for (Process process : List.of(worker, console)) {
                process.destroy();
                process.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void without_a_console_or_a_token_the_command_says_what_it_needs(@TempDir Path home) throws Exception {
        try (Launcher launcher = new Launcher(home)) {
            assertThat(launcher.run(Map.of(), "", "dlq", "list").err()).contains("PENSTOCK_CONSOLE_TOKEN: expected");
            Launcher.Run away = run(launcher, "list");
            assertThat(away.exitCode()).isEqualTo(1);
            assertThat(away.err()).contains("does not answer", "./penstock console");
        }
    }

    private Process startWorker(Launcher launcher, Path log) throws Exception {
        Process worker = launcher.start(
                log, "worker", "--queues=emails", "--rabbitmq-url=" + broker.url(), "--penstock-http-port=0");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(log).contains("health and metrics"));
        return worker;
    }

    private Process startConsole(Launcher launcher, Path home) throws Exception {
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

    private JsonNode find(Launcher launcher, String state) throws Exception {
        return ask(launcher, "list", "--search=" + id, "--state=" + state, "--output=json")
                .path("dead_letters")
                .path(0);
    }

    private Launcher.Run run(Launcher launcher, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("dlq"));
        command.addAll(List.of(words));
        return launcher.run(
                Map.of("PENSTOCK_CONSOLE_URL", "http://127.0.0.1:" + port, "PENSTOCK_CONSOLE_TOKEN", TOKEN),
                "",
                command.toArray(String[]::new));
    }

    private JsonNode ask(Launcher launcher, String... words) throws Exception {
        Launcher.Run run = run(launcher, words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }
}
