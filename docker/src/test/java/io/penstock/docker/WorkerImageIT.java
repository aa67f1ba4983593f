package io.penstock.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.docker.Dockerfile.Copy;
import io.penstock.docker.Dockerfile.Stage;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.SmtpServer;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the image holds the way that the image would: same files, same command, same variables. */
@WithServers({ServerKind.RABBITMQ, ServerKind.SMTP})
class WorkerImageIT {
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void a_container_would_become_healthy_send_a_mail_and_stop_cleanly(RabbitMqServer rabbitMq, SmtpServer smtp)
            throws Exception {
        int port = freePort();
        Map<String, String> environment = Map.of(
                "RABBITMQ_URL", rabbitMq.url(), "SMTP_URL", smtp.url(), "PENSTOCK_HTTP_PORT", Integer.toString(port));
        Process worker = start("workers-email", environment);
        try {
            assertThat(health("/health/ready", port)).as("before it listens").isNotZero();
            await().atMost(START).until(() -> health("/health/live", port) == 0);
            await().atMost(START).until(() -> health("/health/ready", port) == 0);

            try (JobClient client = JobClient.builder(rabbitMq.url()).build()) {
                Map<String, String> mail =
                        Map.of("to", "a@example.com", "from", "b@example.com", "subject", "Hi", "body", "Hello");
                client.enqueue(NewJob.on("emails", mail).id("image-1")).get(10, TimeUnit.SECONDS);
            }
            await().atMost(START)
                    .untilAsserted(() -> assertThat(smtp.messages())
                            .anySatisfy(mail ->
                                    assertThat(mail.header("Message-ID")).isEqualTo("<image-1@example.com>")));

            worker.destroy();
            assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isZero();
            assertThat(health("/health/live", port)).as("after it stopped").isNotZero();
        } finally {
            worker.destroyForcibly().waitFor();
            System.out.println(Files.readString(folder.resolve("worker.log")));
        }
    }

    @Test
    void a_container_of_the_console_would_become_healthy_and_stop_cleanly(RabbitMqServer rabbitMq) throws Exception {
        int port = freePort();
        Process console = start(
                "console",
                Map.of(
                        "RABBITMQ_URL",
                        rabbitMq.url(),
                        "PENSTOCK_CONSOLE_PORT",
                        Integer.toString(port),
                        "PENSTOCK_CONSOLE_DATA",
                        folder.resolve("data").toString()));
        try {
            await().atMost(START).until(() -> health("/health/ready", port) == 0);
            console.destroy();
            assertThat(console.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(console.exitValue()).isZero();
        } finally {
            console.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_container_without_a_broker_would_exit_with_3() throws Exception {
        Process worker = start(
                "worker",
                Map.of(
                        "RABBITMQ_URL",
                        "amqp://127.0.0.1:" + freePort(),
                        "PENSTOCK_HTTP_PORT",
                        Integer.toString(freePort()),
                        "PENSTOCK_STARTUP_WAIT",
                        "1s"));

        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isEqualTo(3);
    }

    private Process start(String image, Map<String, String> environment) throws IOException {
        Stage stage = Repository.dockerfile().stage(image);
        Path app = assembled(stage);
        List<String> command = new ArrayList<>(stage.last("ENTRYPOINT").words());
        command.replaceAll(word -> word.replace("/app/", app + "/"));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(app.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile());
        process.environment().putAll(stage.environment());
        process.environment().putAll(environment);
        return process.start();
    }

    /** The image's {@code /app}: all that {@code COPY --from=build} takes. */
    private Path assembled(Stage stage) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("app/lib"));
        for (Copy copy : stage.copies().stream().filter(Copy::fromBuild).toList()) {
            assertThat(copy.target()).isEqualTo("/app/lib/");
            try (Stream<Path> jars =
                    Files.list(Repository.ROOT.resolve(copy.source().replaceFirst("^/src/", "")))) {
                for (Path jar : jars.toList()) {
                    Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return lib.getParent();
    }

    private static int health(String path, int port) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder(
                        Repository.DOCKER.resolve("health-check").toString(), path)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().remove("PENSTOCK_CONSOLE_PORT");
        check.environment().put("PENSTOCK_HTTP_PORT", Integer.toString(port));
        return check.start().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
