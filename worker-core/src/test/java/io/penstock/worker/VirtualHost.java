package io.penstock.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testbed.RabbitMqServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A virtual host that no other test uses, and what the broker's management API says about it. */
final class VirtualHost {
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String url;
    private final String api;
    private final String authorization;

    private VirtualHost(RabbitMqServer rabbit, String name) {
        String login = URI.create(rabbit.url()).getUserInfo();
        this.name = name;
        this.url = rabbit.url() + "/" + name;
        this.api = rabbit.managementUrl() + "/api/";
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** An empty one. */
    static VirtualHost on(RabbitMqServer rabbit, String stem) throws IOException, InterruptedException {
        VirtualHost host = new VirtualHost(rabbit, Wire.freshQueue(stem));
        host.put("vhosts/" + host.name, "{}");
        String user = URI.create(rabbit.url()).getUserInfo().split(":", 2)[0];
        host.put("permissions/" + host.name + "/" + user, """
                {"configure": ".*", "write": ".*", "read": ".*"}""");
        return host;
    }

    String name() {
        return name;
    }

    /** For AMQP clients. */
    String url() {
        return url;
    }

    /** All of {@code queues}, {@code exchanges} or {@code bindings}. */
    JsonNode list(String kind) throws IOException, InterruptedException {
        return JSON.readTree(send(request(kind + "/" + name).GET()));
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api + path)).header("Authorization", authorization);
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(response.uri() + " answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        }
    }
}
