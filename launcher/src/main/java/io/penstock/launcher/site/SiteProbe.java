package io.penstock.launcher.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a running site is doing, asked once.
 *
 * @param workerIsReady whether the worker consumes its queues
 * @param health what the worker says about itself, an object; empty if it does not answer
 * @param queues its job queues; empty if the broker does not answer
 */
public record SiteProbe(boolean workerIsReady, JsonNode health, List<QueueDepth> queues) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String QUEUES = "/api/queues?columns=name,messages_ready,messages_unacknowledged,consumers";
    private static final String DEAD_LETTERS = ".dlq";

    public SiteProbe {
        queues = List.copyOf(queues);
    }

    /** Asks the worker and the broker. Takes some seconds if one of them does not answer. */
    public static SiteProbe of(Site site) {
        Addresses addresses = site.addresses();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            Answer worker = ask(http, URI.create(addresses.worker() + "/health/ready"), "");
            Answer broker = ask(http, URI.create(addresses.management() + QUEUES), login(addresses.amqp()));
            return new SiteProbe(worker.status() == 200, worker.body(), depths(broker.body()));
        }
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer ask(HttpClient http, URI address, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(LIMIT);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            return new Answer(0, JsonNodeFactory.instance.objectNode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, JsonNodeFactory.instance.objectNode());
        }
    }

    private static String login(String rabbitMq) {
        String userInfo = URI.create(rabbitMq).getUserInfo();
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** A job queue is one that has a dead-letter queue. */
    static List<QueueDepth> depths(JsonNode queues) {
        Map<String, JsonNode> byName = new TreeMap<>();
        queues.forEach(queue -> byName.put(queue.path("name").asText(), queue));
        List<QueueDepth> depths = new ArrayList<>();
        byName.forEach((name, queue) -> {
            JsonNode deadLetters = byName.get(name + DEAD_LETTERS);
            if (deadLetters != null) {
                depths.add(new QueueDepth(
                        name,
                        queue.path("messages_ready").asLong(),
                        queue.path("messages_unacknowledged").asLong(),
                        queue.path("consumers").asLong(),
                        deadLetters.path("messages_ready").asLong()));
            }
        });
        return depths;
    }
}
