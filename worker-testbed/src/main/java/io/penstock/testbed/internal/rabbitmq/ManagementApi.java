package io.penstock.testbed.internal.rabbitmq;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few questions that the testbed asks a broker over HTTP. Thread-safe. */
public final class ManagementApi {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("\"rabbitmq_version\":\"([^\"]+)\"");
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final String root;
    private final String authorization;

    /** For the broker with these settings, running or not. */
    public ManagementApi(BrokerSettings settings) {
        String credentials = settings.user() + ":" + settings.password();
        root = "http://127.0.0.1:" + settings.managementPort();
        authorization = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Its address, without a path. */
    public String root() {
        return root;
    }

    /** The broker's version, if it answers. */
    public Optional<String> version() {
        return get("/api/overview")
                .map(response -> VERSION.matcher(response.body()))
                .filter(Matcher::find)
                .map(match -> match.group(1));
    }

    /**
     * Whether an alarm blocks publishers.
     *
     * @param resource what ran out: {@code memory} or {@code disk}
     */
    public boolean hasAlarm(String resource) {
        return get("/api/health/checks/alarms")
                .filter(response -> response.statusCode() != OK)
                .filter(response -> response.body().contains("\"resource\":\"" + resource))
                .isPresent();
    }

    private Optional<HttpResponse<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Authorization", authorization)
                .timeout(LIMIT)
                .build();
        try {
            return Optional.of(client.send(request, BodyHandlers.ofString()));
        } catch (IOException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
