package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.launcher.demo.ForeignClient;
import io.penstock.launcher.demo.ForeignClients;
import io.penstock.launcher.terminal.CommandFailure;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs between {@code up} and {@code down}; all tests share one set of servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UpIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launcher launcher;
    private final Path home;
    private String rabbitMq;

    UpIT(@TempDir Path home) {
        this.home = home;
        launcher = new Launcher(home);
    }

    @BeforeAll
    void up_waits_until_everything_is_ready() throws Exception {
        Launcher.Run run = launcher.run("up");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("export RABBITMQ_URL='amqp://", "export SMTP_URL='smtp://");
        JsonNode settings = JSON.readTree(launcher.run("up", "--output", "json").out());
        rabbitMq = settings.get("RABBITMQ_URL").asText();
    }

    @AfterAll
    void down_ends_everything_that_up_started() throws Exception {
        try (launcher) {
            assertThat(launcher.leftBehind()).hasSizeGreaterThanOrEqualTo(6);

            Launcher.Run run = launcher.run("down");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().strip()).isEqualTo("Stopped.");
            assertThat(launcher.leftBehind()).isEmpty();
            assertThat(launcher.run("status").exitCode()).isEqualTo(1);
            assertThat(launcher.run("down").out().strip()).isEqualTo("Nothing is up.");
        }
    }

    private static String mailTo(String recipient) {
        return "{\"to\": \"%s\", \"subject\": \"Hi\", \"body\": \"Hello\"}".formatted(recipient);
    }

    private int mailsTo(String recipient) {
        return Math.toIntExact(launcher.mails().stream()
                .filter(mail -> mail.contains("\r\nTo: " + recipient))
                .count());
    }

    @Test
    void up_again_says_so_and_starts_nothing() throws Exception {
        int before = launcher.leftBehind().size();

        Launcher.Run run = launcher.run("up");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Already up.");
        assertThat(launcher.leftBehind()).hasSize(before);
    }

    @Test
    void a_job_from_standard_input_becomes_a_mail_and_its_end_is_told() throws Exception {
        Launcher.Run run =
                launcher.run(Map.of(), mailTo("stdin@example.com"), "enqueue", "emails", "-", "--wait", "--id=s-1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(2).first().isEqualTo("s-1");
        assertThat(run.out()).contains("completed at attempt 1: {", "stdin@example.com");
        assertThat(mailsTo("stdin@example.com")).isOne();
    }

    @Test
    void without_kafka_the_broadcast_tells_the_end() throws Exception {
        Launcher.Run run = launcher.run(
                Map.of("RABBITMQ_URL", rabbitMq),
                mailTo("fanout@example.com"),
                "enqueue",
                "emails",
                "-",
                "--wait=30s",
                "--output=json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.get("outcome").asText()).isEqualTo("completed");
        assertThat(report.get("result").get("accepted").toString()).isEqualTo("[\"fanout@example.com\"]");
    }

    @Test
    void without_waiting_the_id_is_printed_and_a_delay_is_kept() throws Exception {
        long before = System.nanoTime();
        Launcher.Run run =
                launcher.run(Map.of(), mailTo("later@example.com"), "enqueue", "emails", "-", "--in=4s", "--id=l-1");

        assertThat(run.out().strip()).isEqualTo("l-1");
        await().atMost(Duration.ofSeconds(30)).until(() -> mailsTo("later@example.com") == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void a_job_that_fails_is_reported_with_reason_and_exit_code_1() throws Exception {
        String job = mailTo("a@example.com").replace("}", ", \"priority\": 1}");

        Launcher.Run run = launcher.run(Map.of(), job, "enqueue", "emails", "-", "--wait");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("failed at attempt 1, malformed: ", "priority");
    }

    @Test
    void a_queue_that_the_broker_does_not_know_is_named() throws Exception {
        Launcher.Run run = launcher.run(Map.of(), mailTo("a@example.com"), "enqueue", "nowhere", "-", "--wait");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("nowhere", "no such queue");
    }

    @Test
    void invalid_json_is_refused_before_anything_is_enqueued() throws Exception {
        Launcher.Run run = launcher.run(Map.of(), "{\"to\": ", "enqueue", "emails", "-", "--id=broken");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("standard input, line 1, column ");
    }

    @Test
    void a_broker_that_is_down_is_named_and_nothing_is_printed_as_enqueued() throws Exception {
        Launcher.Run run = launcher.run(
                Map.of("RABBITMQ_URL", "amqp://localhost:1"), mailTo("a@example.com"), "enqueue", "emails", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("localhost:1");
    }

    @Test
    void status_shows_addresses_health_and_queues() throws Exception {
        Launcher.Run run = launcher.run("status", "--output", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode status = JSON.readTree(run.out());
        assertThat(status.get("worker").get("ready").asBoolean()).isTrue();
        assertThat(status.get("addresses").get("kafka").asText()).startsWith("127.0.0.1:");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> JSON.readTree(
                                launcher.run("status", "--output", "json").out())
                        .get("queues")
                        .toString()
                        .contains("\"queue\":\"emails\""));
        assertThat(launcher.run("status").out())
                .contains("Worker ready", "management", "./penstock dlq list")
                .containsPattern("emails +consuming +\\d");
    }

    @Test
    void a_console_keeps_its_data_with_what_is_up_and_is_not_robbed_of_it() throws Exception {
        Path data = home.resolve(".penstock/up/console");
        assertThat(launcher.run("console", "--print-config").out()).contains("PENSTOCK_CONSOLE_DATA = " + data);
        Path database = Files.createDirectories(data).resolve("console.mv.db");
        try (FileChannel open = FileChannel.open(database, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = open.lock()) {
            assertThat(held.isValid()).isTrue();
            Launcher.Run down = launcher.run("down", "--delete-data");
            assertThat(down.exitCode()).isEqualTo(1);
            assertThat(down.err()).contains("a console has its data in", "Nothing was stopped or deleted");
        }
        assertThat(launcher.run("status").exitCode()).as("still up").isZero();
        assertThat(database).exists();
    }

    @Test
    void a_worker_in_the_foreground_works_for_what_is_up(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process worker = launcher.start(output, "worker", "--queues", "emails", "--penstock-http-port=0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(output).contains("consuming queue emails") || !worker.isAlive());

        worker.destroy();

        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("what './penstock up' started", "consuming queue emails");
        assertThat(worker.exitValue()).isZero();
    }

    @Test
    void a_worker_with_a_wrong_setting_ends_with_exit_code_2() throws Exception {
        Launcher.Run run = launcher.run("worker", "--queues", "emails", "--penstock-shutdown-grace=soon");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("PENSTOCK_SHUTDOWN_GRACE");
    }

    @Test
    void the_smallest_job_from_python_becomes_a_mail(@TempDir Path folder) throws Exception {
        ForeignClients clients = new ForeignClients(folder, rabbitMq, System.err::println);

        publishes(clients.pika().orElseThrow(() -> new AssertionError("this test needs Debian's python3-pika")));
    }

    @Test
    void the_smallest_job_from_node_becomes_a_mail(@TempDir Path folder) throws Exception {
        ForeignClients clients = new ForeignClients(folder, rabbitMq, System.err::println);

        publishes(clients.amqplib().orElseThrow(() -> new AssertionError("this test needs Node.js and npm")));
    }

    private void publishes(ForeignClient client) {
        int before = mailsTo("a@example.com");

        client.publish("emails", mailTo("a@example.com"));

        await().atMost(Duration.ofSeconds(15)).until(() -> mailsTo("a@example.com") == before + 1);
        assertThatThrownBy(() -> client.publish("nowhere", "{}")).isInstanceOf(CommandFailure.class);
    }
}
