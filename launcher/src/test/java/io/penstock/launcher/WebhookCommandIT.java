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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithServers({ServerKind.RABBITMQ, ServerKind.REDIS, ServerKind.KAFKA})
class WebhookCommandIT {
    private final Testbed servers;
    private final String id = UUID.randomUUID().toString();

    WebhookCommandIT(Testbed servers) {
        this.servers = servers;
    }

    @Test
    void an_operator_sees_a_disabled_endpoint_and_its_attempts_and_enables_it(@TempDir Path home) throws Exception {
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gone.createContext("/", exchange -> {
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        gone.start();
        Process worker = null;
        try (Launcher launcher = new Launcher(home)) {
            worker = startWorker(launcher, home.resolve("worker.log"));
            enqueue("http://127.0.0.1:" + gone.getAddress().getPort() + "/");

            JsonNode disabled = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> endpoint(launcher),
                            node -> node.path("state").asText().equals("disabled"));
            assertThat(disabled.path("tenant").asText()).isEqualTo("acme");
            assertThat(disabled.path("disabled_because").asText()).isEqualTo("the endpoint answered 410 Gone");
            assertThat(ask(launcher, "attempts", id).path("attempts"))
                    .singleElement()
                    .satisfies(attempt ->
                            assertThat(attempt.path("status").asInt()).isEqualTo(410));

            assertThat(ask(launcher, "enable", "--tenant=acme", id)
                            .path("was_disabled")
                            .asBoolean())
                    .isTrue();
            assertThat(endpoint(launcher).path("state").asText()).isEqualTo("works");
            assertThat(launcher.run(environment(), "", "webhook", "attempts", id)
                            .out())
                    .contains("410", "127.0.0.1");
        } finally {
            gone.stop(0);
            if (worker != null) {
                worker.destroy();
                worker.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void without_redis_the_command_says_what_it_needs(@TempDir Path home) throws Exception {
        try (Launcher launcher = new Launcher(home)) {
            Launcher.Run run =
                    launcher.run(Map.of("RABBITMQ_URL", servers.rabbitMq().url()), "", "webhook", "endpoints");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("REDIS_URL: expected the workers' Redis");
        }
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

    private void enqueue(String url) {
        Map<String, String> payload =
                Map.of("url", url, "body", "{}", "endpoint", id, "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        try (JobClient client = JobClient.builder(servers.rabbitMq().url()).build()) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> client.enqueue(
                                    NewJob.on("webhooks", payload).id(id).tenant("acme"))
                            .get(5, TimeUnit.SECONDS)
                            .equals(id));
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
