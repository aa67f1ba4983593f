package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.worker.HealthServer.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthServerTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Report ready = new Report(true, Map.of("rabbitmq", "connected"));
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new HealthServer(anyPort, () -> new Report(true, Map.of()), () -> ready, meters);
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_is_up_answers_200_with_each_check() throws Exception {
        HttpResponse<String> response = send("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"status\":\"up\",\"checks\":{\"rabbitmq\":\"connected\"}}");
        assertThat(send("GET", "/health/live").body()).isEqualTo("{\"status\":\"up\",\"checks\":{}}");
    }

    @Test
    void what_is_down_answers_503_and_says_why() throws Exception {
        ready = new Report(false, Map.of("rabbitmq", "no connection"));
        HttpResponse<String> response = send("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"status\":\"down\",\"checks\":{\"rabbitmq\":\"no connection\"}}");
        assertThat(send("GET", "/health/live").statusCode())
                .as("the other address")
                .isEqualTo(200);
    }

    @Test
    void metrics_are_in_the_text_format_of_prometheus() throws Exception {
        meters.counter("penstock.jobs", "queue", "emails").increment();
        HttpResponse<String> response = send("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).contains("penstock_jobs_total{queue=\"emails\"} 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/", "/health/live/x", "/health/lively", "/metricsx", "/metrics/"})
    void any_other_path_is_not_found(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"POST,/health/live", "DELETE,/health/ready", "PUT,/metrics", "POST,/metrics"})
    void changing_anything_is_not_allowed(String method, String path) throws Exception {
        HttpResponse<String> response = send(method, path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    void head_has_the_status_and_no_body(String path) throws Exception {
        HttpResponse<String> response = send("HEAD", path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void a_query_does_not_matter() throws Exception {
        assertThat(send("GET", "/health/live?probe=1").statusCode()).isEqualTo(200);
    }
}
