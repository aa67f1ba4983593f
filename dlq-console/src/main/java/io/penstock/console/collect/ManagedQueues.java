package io.penstock.console.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/** All queues of a virtual host that have a dead-letter queue, as RabbitMQ's management API lists them. Thread-safe. */
public final class ManagedQueues implements QueueSource {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final String SUFFIX = ".dlq";
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_WAIT).build();
    private final HttpRequest request;

    /**
     * Asks this API.
     *
     * @param api         its URL with user and password, e.g. {@code http://guest:guest@localhost:15672}
     * @param virtualHost the virtual host, {@code /} by default on brokers
     */
    public ManagedQueues(URI api, String virtualHost) {
        String path = "/api/queues/" + URLEncoder.encode(virtualHost, StandardCharsets.UTF_8) + "?columns=name";
        String base = api.getScheme() + "://" + api.getHost() + (api.getPort() < 0 ? "" : ":" + api.getPort())
                + (api.getRawPath() == null ? "" : api.getRawPath().replaceFirst("/$", ""));
        String user = api.getUserInfo() == null ? "guest:guest" : api.getUserInfo();
        request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LONGEST_WAIT)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Override
    public Set<String> queues() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("the management API answered with status " + response.statusCode());
            }
            return names(body);
        }
    }

    private static Set<String> names(InputStream body) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "name".equals(json.currentName())) {
                    String name = json.getText();
                    if (name.endsWith(SUFFIX) && name.length() > SUFFIX.length()) {
                        names.add(name.substring(0, name.length() - SUFFIX.length()));
                    }
                }
            }
        }
        return names;
    }
}
