package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as it is run: its folder of jars, its main class, a broker. */
@WithServers(ServerKind.RABBITMQ)
class WorkerProcessIT {
    private static final Pattern PORT = Pattern.compile("health and metrics on port (\\d+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RabbitMqServer rabbit;

    @TempDir
    private Path root;

    private Process worker;

    WorkerProcessIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("worker.lib") + File.separator + "*",
                        "io.penstock.worker.WorkerMain")
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "RABBITMQ_URL",
                        rabbit.url(),
                        "PENSTOCK_HTTP_PORT",
                        "0",
                        "PENSTOCK_BROADCAST",
                        "true",
                        "OBJECT_STORE_ROOT",
                        root.toString()));
        worker = builder.start();
        await("the worker is ready")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> get("ready").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        worker.destroyForcibly().onExit().join();
    }

    private Path log() {
        return root.resolve("worker.log");
    }

    private HttpResponse<String> get(String check) throws Exception {
        Matcher port = PORT.matcher(Files.readString(log()));
        assertThat(port.find()).as("the worker has said its port").isTrue();
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/health/" + check);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void a_job_on_the_queue_becomes_objects_and_health_names_the_engine() throws Exception {
        Files.copy(Photographs.largest(), root.resolve("in.jpg"));
        String url = "file://" + root + "/";
        Map<String, Object> payload = Map.of(
                "source",
                url + "in.jpg",
                "renditions",
                List.of(
                        Map.of("name", "large", "width", 1_600, "output", url + "large.jpg"),
                        Map.of(
                                "name",
                                "tile",
                                "width",
                                200,
                                "height",
                                200,
                                "fit",
                                "cover",
                                "output",
                                url + "tile.webp")));

        try (JobClient client = JobClient.builder(rabbit.url()).build()) {
            client.enqueue(NewJob.on("images", payload).id("photo-1")).join();
            await().atMost(LIMIT).until(() -> Files.exists(root.resolve("tile.webp")));
        }

        assertThat(ImageIO.read(root.resolve("large.jpg").toFile()).getWidth()).isEqualTo(1_600);
        assertThat(Programs.run("vipsheader", root.resolve("tile.webp").toString()))
                .contains("200x200");
        JsonNode checks = new JsonMapper().readTree(get("ready").body()).path("checks");
        assertThat(checks.path("image.resize engine").asText()).matches("java|libvips 8\\.\\d+\\.\\d+");
        assertThat(checks.path("queue images").asText()).isEqualTo("consuming");
    }
}
