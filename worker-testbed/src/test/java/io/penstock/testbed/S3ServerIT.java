package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.S3)
class S3ServerIT {
    private final S3Server server;

    S3ServerIT(S3Server server) {
        this.server = server;
    }

    @Test
    void a_signed_request_stores_an_object_that_survives_a_kill() throws Exception {
        assertThat(send("PUT", "/objects/a", "hello", server.secretKey()).statusCode())
                .isEqualTo(200);
        String endpoint = server.endpoint();

        server.kill();
        assertThat(server.isRunning()).isFalse();
        assertThatThrownBy(() -> send("GET", "/objects/a", "", server.secretKey()))
                .isInstanceOf(IOException.class);

        server.start();
        assertThat(server.endpoint()).isEqualTo(endpoint);
        assertThat(send("GET", "/objects/a", "", server.secretKey()).body()).isEqualTo("hello");
    }

    @Test
    void a_request_with_another_secret_is_refused() throws Exception {
        assertThat(send("GET", "/objects/a", "", "wrong").statusCode()).isEqualTo(403);
    }

    @Test
    void buckets_are_made_on_demand() throws Exception {
        assertThat(send("PUT", "/others/a", "hello", server.secretKey()).statusCode())
                .isEqualTo(404);

        server.createBucket("others");

        assertThat(send("PUT", "/others/a", "hello", server.secretKey()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_paused_server_does_not_answer_until_it_is_resumed() throws Exception {
        server.pause();
        assertThatThrownBy(() -> send("GET", "/objects/", "", server.secretKey()))
                .isInstanceOf(IOException.class);

        server.resume();
        assertThat(send("GET", "/objects/", "", server.secretKey()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void cut_connections_end_and_new_ones_are_accepted() throws Exception {
        URI endpoint = URI.create(server.endpoint());
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            server.cutConnections();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("403");
        }
        assertThat(send("GET", "/objects/", "", server.secretKey()).statusCode())
                .isEqualTo(200);
    }

    /** Signed by version 2, which needs the fewest words. */
    private HttpResponse<String> send(String method, String path, String body, String secret) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String text = method + "\n\n\n\nx-amz-date:" + date + "\n" + path;
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .timeout(Duration.ofSeconds(3))
                .header("x-amz-date", date)
                .header("Authorization", "AWS " + server.accessKey() + ":" + signature)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
