package io.penstock.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}. Read-only, and therefore without authentication. */
final class HealthServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * What a health address answers.
     *
     * @param up 200 if true, 503 otherwise
     * @param checks state of each part by name
     */
    record Report(boolean up, Map<String, String> checks) {}

    HealthServer(
            InetSocketAddress address, Supplier<Report> live, Supplier<Report> ready, PrometheusMeterRegistry meters)
            throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/health/live", exchange -> answer(exchange, "/health/live", live.get()));
        server.createContext("/health/ready", exchange -> answer(exchange, "/health/ready", ready.get()));
        server.createContext("/metrics", exchange -> {
            if (isGet(exchange, "/metrics")) {
                send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            }
        });
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String path, Report report) throws IOException {
        if (isGet(exchange, path)) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", report.up() ? "up" : "down");
            body.put("checks", report.checks());
            send(exchange, report.up() ? 200 : 503, "application/json", JSON.writeValueAsString(body));
        }
    }

    private static boolean isGet(HttpExchange exchange, String path) throws IOException {
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals(path)) {
            send(exchange, 404, "text/plain", "not found\n");
            return false;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            send(exchange, 405, "text/plain", "only GET\n");
            return false;
        }
        return true;
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
