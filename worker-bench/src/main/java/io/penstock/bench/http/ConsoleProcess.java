package io.penstock.bench.http;

import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.JavaProcess;
import io.penstock.console.ConsoleMain;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The console in a JVM of its own, with the options of {@code ./penstock console}. */
final class ConsoleProcess implements AutoCloseable {
    static final String TOKEN = "the-token-of-the-benchmark-of-http";

    /** Holds what {@code ./penstock console} gives its JVM. */
    private static final String OPTIONS = "penstock.bench.consoleOptions";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOOK_EVERY_MILLIS = 50;

    private final JavaProcess process;
    private final int port;

    private ConsoleProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until it answers. */
    static ConsoleProcess start(String rabbitMq, String database, Path log) throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("RABBITMQ_URL", rabbitMq);
        environment.put("DATABASE_URL", database);
        environment.put("PENSTOCK_CONSOLE_PORT", Integer.toString(port));
        environment.put("PENSTOCK_CONSOLE_ADMIN_TOKEN", TOKEN);
        environment.put("PENSTOCK_CONSOLE_QUEUES", "none");
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(JavaProcess.options(OPTIONS));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), ConsoleMain.class.getName()));
        ConsoleProcess console = new ConsoleProcess(JavaProcess.start(words, environment, log), port);
        console.awaitReady(log);
        return console;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri("/health/ready")).build();
            while (!answers(http, request)) {
                if (System.nanoTime() > end) {
                    close();
                    throw new BenchException("the console did not become ready; see " + log);
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.close();
    }
}
