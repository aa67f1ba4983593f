package io.penstock.launcher.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code examples/producers} enqueue, say when they did not, and never wait for long. */
@WithServers(ServerKind.RABBITMQ)
class ProducersIT {
    private static final Path EXAMPLES = Path.of("..", "examples", "producers");
    private static final String PYTHON = "/usr/bin/python3";
    private static final String TOKEN = "a-token-for-the-tests-of-producers";

    /** The examples' own limit of 5 s, and what starting them takes on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private final String queue = "producers-" + UUID.randomUUID();
    private final List<Process> started = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RabbitMqServer broker;
    private Connection connection;

    ProducersIT(RabbitMqServer broker) {
        this.broker = broker;
    }

    @BeforeAll
    static void copy() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        assertThat(npm.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(npm.exitValue())
                .as(Files.readString(folder.resolve("npm.log")))
                .isZero();
    }

    @BeforeEach
    void open() throws Exception {
        try (BrokerConnection declaring = new BrokerConnection(broker.url(), "test")) {
            new Topology(declaring).declareShared();
            new Topology(declaring).declareQueue(queue, null);
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        connection = factory.newConnection();
    }

    @AfterEach
    void close() throws Exception {
        broker.clearAlarms();
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        http.close();
        connection.close();
    }

    private List<GetResponse> messages() throws Exception {
        try (var channel = connection.createChannel()) {
            List<GetResponse> all = new ArrayList<>();
            for (GetResponse one = channel.basicGet(queue, true); one != null; one = channel.basicGet(queue, true)) {
                all.add(one);
            }
            return all;
        }
    }

    private void assertArrived(String id, String body) throws Exception {
        GetResponse message = messages().getFirst();
        assertThat(message.getProps().getMessageId()).isEqualTo(id);
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8).replace(" ", ""))
                .isEqualTo(body.replace(" ", ""));
    }

    /** A script that reads the payload from its standard input. */
    private Process script(Map<String, String> environment, String... command) throws IOException {
        Path payload = Files.writeString(folder.resolve("job.json"), "{\"to\": \"a@example.com\"}");
        ProcessBuilder builder = builder(environment, command).redirectInput(payload.toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private ProcessBuilder builder(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(command).toFile());
        builder.environment().put("RABBITMQ_URL", broker.url());
        builder.environment().put("QUEUE", queue);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path log(String... command) {
        return folder.resolve(Path.of(command[0]).getFileName() + ".log");
    }

    private static void assertEnds(Process process, int code, String said, String... command) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(log(command));
        assertThat(process.exitValue()).as(output).isEqualTo(code);
        assertThat(output).contains(said);
    }

    private static String[] pika(String queue) {
        return new String[] {PYTHON, "producer.py", queue, "welcome-42"};
    }

    private static String[] amqplib(String queue) {
        return new String[] {"node", "producer.mjs", queue, "welcome-42"};
    }

    @Test
    void pika_enqueues_and_says_when_there_is_no_queue() throws Exception {
        assertEnds(script(Map.of(), pika(queue)), 0, "", pika(queue));
        assertArrived("welcome-42", "{\"to\":\"a@example.com\"}");
        assertEnds(script(Map.of(), pika("none")), 1, "not enqueued: there is no queue none", pika("none"));
    }

    @Test
    void amqplib_enqueues_and_says_when_there_is_no_queue() throws Exception {
        assertEnds(script(Map.of(), amqplib(queue)), 0, "", amqplib(queue));
        assertArrived("welcome-42", "{\"to\":\"a@example.com\"}");
        assertEnds(script(Map.of(), amqplib("none")), 1, "not enqueued: there is no queue none", amqplib("none"));
    }

    @Test
    void nobody_waits_for_long_while_the_broker_blocks() throws Exception {
        String fastApi = fastApi(queue);
        String django = django();
        broker.raiseMemoryAlarm();
        Process pika = script(Map.of(), pika(queue));
        Process amqplib = script(Map.of(), amqplib(queue));
        var later = http.sendAsync(post(django + "/orders/7"), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> refused = http.send(post(fastApi + "/orders/7"), HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertEnds(pika, 1, "not enqueued: RabbitMQ did not answer", pika(queue));
        assertEnds(amqplib, 1, "not enqueued: RabbitMQ did not confirm", amqplib(queue));
        assertThat(later.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
                .isEqualTo(202);

        broker.clearAlarms();
        String[] again = {PYTHON, "django_app.py", "mail_again"};
        await().atMost(PATIENCE).until(() -> {
            assertEnds(script(Map.of(), again), 0, "", again);
            return messages().stream()
                    .anyMatch(message -> "order-7".equals(message.getProps().getMessageId()));
        });
    }

    @Test
    void fastapi_enqueues_and_says_when_there_is_no_queue() throws Exception {
        assertThat(ask(fastApi(queue) + "/orders/8")).isEqualTo(202);
        assertArrived("order-8", "{\"to\":\"a@example.com\",\"subject\":\"Order 8\",\"body\":\"Thank you\"}");
        assertThat(ask(fastApi("none") + "/orders/8")).isEqualTo(500);
    }

    @Test
    void django_enqueues_what_was_committed_and_nothing_else() throws Exception {
        String django = django();
        assertThat(ask(django + "/orders/9?out_of_stock")).isEqualTo(500);
        assertThat(messages()).isEmpty();
        assertThat(ask(django + "/orders/9")).isEqualTo(202);
        assertArrived("order-9", "{\"to\":\"a@example.com\",\"subject\":\"Order 9\",\"body\":\"Thank you\"}");
    }

    @Test
    void curl_enqueues_through_the_console() throws Exception {
        int port = freePort();
        Map<String, String> settings = Map.of(
                "PENSTOCK_CONSOLE_PORT",
                Integer.toString(port),
                "PENSTOCK_CONSOLE_ADMIN_TOKEN",
                TOKEN,
                "PENSTOCK_CONSOLE_URL",
                "http://127.0.0.1:" + port,
                "PENSTOCK_TOKEN",
                TOKEN);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        start(settings, java, "-cp", System.getProperty("java.class.path"), "io.penstock.console.ConsoleMain");
        awaitAnswer("http://127.0.0.1:" + port + "/health/live");
        String[] job = {"./enqueue.sh", queue, "welcome-42"};
        assertEnds(script(settings, job), 0, "{\"id\":\"welcome-42\"}", job);
        assertArrived("welcome-42", "{\"to\":\"a@example.com\"}");
        String[] lost = {"./enqueue.sh", "none", "welcome-43"};
        assertEnds(script(settings, lost), 22, "no such queue", lost);
    }

    private String fastApi(String queue) throws Exception {
        int port = freePort();
        start(Map.of("QUEUE", queue), PYTHON, "-m", "uvicorn", "fastapi_app:app", "--port", Integer.toString(port));
        return awaitAnswer("http://127.0.0.1:" + port);
    }

    private String django() throws Exception {
        int port = freePort();
        start(Map.of(), PYTHON, "django_app.py", "runserver", "--noreload", Integer.toString(port));
        return awaitAnswer("http://127.0.0.1:" + port);
    }

    private void start(Map<String, String> environment, String... command) throws IOException {
        started.add(builder(environment, command)
                .redirectOutput(
                        folder.resolve("server-" + started.size() + ".log").toFile())
                .start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Whatever it answers: it is there. */
    private String awaitAnswer(String url) {
        await(url).atMost(PATIENCE).ignoreException(ConnectException.class).until(() -> ask(url) > 0);
        return url;
    }

    private int ask(String url) throws Exception {
        return http.send(post(url), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest post(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }
}
