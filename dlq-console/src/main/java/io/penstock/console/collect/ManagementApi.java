package io.penstock.console.collect;

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

/** RabbitMQ's management API, as far as it tells of the queues of one virtual host. Thread-safe. */
public final class ManagementApi {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_WAIT).build();
    private final String queues;
    private final String authorization;

    /**
     * Asks this API.
     *
     * @param api its URL with user and password, e.g. {@code http://guest:guest@localhost:15672}
     * @param virtualHost the virtual host, {@code /} by default on brokers
     */
    public ManagementApi(URI api, String virtualHost) {
        String base = api.getScheme() + "://" + api.getHost() + (api.getPort() < 0 ? "" : ":" + api.getPort())
                + (api.getRawPath() == null ? "" : api.getRawPath().replaceFirst("/$", ""));
        queues = base + "/api/queues/" + URLEncoder.encode(virtualHost, StandardCharsets.UTF_8) + "?columns=";
        String user = api.getUserInfo() == null ? "guest:guest" : api.getUserInfo();
        authorization = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * All queues, as a JSON list of objects.
     *
     * @param columns what to tell of each, separated by commas
     * @return to be closed by the caller
     * @throws IOException if the API does not answer, or with an error
     */
    public InputStream queues(String columns) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(queues + columns))
                .timeout(LONGEST_WAIT)
                .header("Authorization", authorization)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != OK) {
            response.body().close();
            throw new IOException("the management API answered with status " + response.statusCode());
        }
        return response.body();
    }
}
