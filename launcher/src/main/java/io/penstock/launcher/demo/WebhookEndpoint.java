package io.penstock.launcher.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who receives webhooks, and checks their signatures as Standard Webhooks says. Thread-safe. */
final class WebhookEndpoint implements AutoCloseable {
    /** What sender and receiver share. Of this demo only. */
    static final String SECRET = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("a secret of the demo, and of nobody else".getBytes(StandardCharsets.UTF_8));

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** A message that arrived. */
    record Received(String id, String timestamp, String signature, String body, boolean isSigned) {}

    private WebhookEndpoint(HttpServer server) {
        this.server = server;
    }

    /** Listens on a free port of this machine only. */
    static WebhookEndpoint open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebhookEndpoint endpoint = new WebhookEndpoint(server);
            server.createContext("/", endpoint::receive);
            server.start();
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/acme";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String id = header(exchange, "webhook-id");
            String timestamp = header(exchange, "webhook-timestamp");
            String signature = header(exchange, "webhook-signature");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean signed = List.of(signature.split(" ")).contains(sign(id + "." + timestamp + "." + body));
            received.add(new Received(id, timestamp, signature, body, signed));
            exchange.sendResponseHeaders(signed ? 204 : 401, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static String sign(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
