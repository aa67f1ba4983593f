package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The worker's own process. */
final class ForkedWorker implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ForkedWorker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one and waits until it consumes.
     *
     * @param options of its JVM
     */
    static ForkedWorker start(String queue, Path folder, List<String> options, Map<String, String> environment)
            throws IOException {
        Path log = folder.resolve("worker.log");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        words.addAll(options);
        words.addAll(
                List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName(), "--queues=" + queue));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PENSTOCK_HTTP_PORT",
                        "0",
                        "PENSTOCK_OUTBOUND_ALLOW_PLAIN",
                        "true",
                        "PENSTOCK_LOG_LEVEL",
                        "debug"));
        builder.environment().putAll(environment);
        ForkedWorker worker = new ForkedWorker(builder.start(), log);
        await().atMost(Duration.ofSeconds(60)).until(() -> worker.log().contains("health and metrics"));
        return worker;
    }

    /** All that it has printed. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
