package io.penstock.worker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a worker says of itself over HTTP. */
record WorkerHttp(int port) {

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    boolean isReady() throws IOException, InterruptedException {
        return get("/health/ready").statusCode() == 200;
    }

    boolean isLive() throws IOException, InterruptedException {
        return get("/health/live").statusCode() == 200;
    }

    /** The sum of the metric lines of this name that have all these labels, each as {@code name="value"}. */
    double metric(String name, String... labels) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> java.util.Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
