package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers(ServerKind.RABBITMQ)
class ScheduleCommandIT {
    private static final String TOKEN = "penstock_token-of-a-test-0123456789abcdef";
    private static final Pattern COMMAND =
            Pattern.compile("^    (?:echo '([^']*)' \\| )?\\./penstock (schedule .*)$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("((?:[^\\s']+|'[^']*')+)");

    private final RabbitMqServer broker;
    private final int port;

    ScheduleCommandIT(RabbitMqServer broker) throws Exception {
        this.broker = broker;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    @Test
    void the_commands_of_the_readme_do_what_it_says(@TempDir Path home) throws Exception {
        Process console = null;
        try (Launcher launcher = new Launcher(home)) {
            declare("pdfs");
            console = startConsole(launcher, home);
            Matcher commands = COMMAND.matcher(Files.readString(Path.of("../dlq-console/README.md")));
            int done = 0;
            while (commands.find()) {
                String input = commands.group(1) == null ? "" : commands.group(1);
                Launcher.Run run = run(launcher, input, words(commands.group(2)));
                assertThat(run.exitCode()).as(commands.group(2) + run.err()).isZero();
                done++;
            }
            assertThat(done).isGreaterThanOrEqualTo(8);

            assertThat(run(launcher, "", "schedule", "show", "nightly").err()).contains("no schedule of this name");
            JsonNode left = json(run(launcher, "", "schedule", "list", "--output=json"));
            assertThat(left.path("schedules")).hasSize(1);
            String id = left.at("/schedules/0/id").asText();
            assertThat(run(launcher, "", "schedule", "list").out()).contains(id, "emails", "once");
            assertThat(json(run(launcher, "", "schedule", "pause", id, "--output=json"))
                            .at("/status/state")
                            .asText())
                    .isEqualTo("paused");
            assertThat(json(run(launcher, "", "schedule", "cancel", id, "--output=json"))
                            .path("cancelled")
                            .asText())
                    .isEqualTo(id);
            assertThat(run(launcher, "{\"titel\":1}", "schedule", "add", "pdfs", "-", "--in=1h")
                            .err())
                    .contains("payload: expected one of type pdf.render");
            Launcher.Run early = run(launcher, "{}", "schedule", "add", "not-yet", "-", "--in=1h");
            assertThat(early.exitCode()).as(early.err()).isZero();
            assertThat(early.err()).contains("no such queue yet");
            Launcher.Run wrong = run(launcher, "{}", "schedule", "add", "pdfs", "-", "--cron=99 * * * *");
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("cron: expected five fields");
            assertThat(run(launcher, "[]", "schedule", "add", "pdfs", "-", "--in=1h")
                            .exitCode())
                    .isEqualTo(2);
        } finally {
            if (console != null) {
                console.destroy();
                console.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private static String[] words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
    }

    private void declare(String queue) throws Exception {
        try (BrokerConnection connection = new BrokerConnection(broker.url(), "a test")) {
            new Topology(connection).declareShared();
            new Topology(connection).declareQueue(queue, null);
        }
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

    private Launcher.Run run(Launcher launcher, String input, String... words) throws Exception {
        return launcher.run(
                Map.of("PENSTOCK_CONSOLE_URL", "http://127.0.0.1:" + port, "PENSTOCK_CONSOLE_TOKEN", TOKEN),
                input,
                words);
    }

    private static JsonNode json(Launcher.Run run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }
}
