package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTest {
    private TestConsole console;
    private String admin;

    @BeforeAll
    void start() {
        console = new TestConsole(
                Forwarding.none(),
                List.of(
                        new Route(
                                Route.Method.GET,
                                "/api/v1/broken",
                                new Rule.AtLeast(Role.READER),
                                Effect.discloses("test.broken"),
                                Operation.of("Breaks"),
                                call -> {
                                    throw new IllegalStateException("jdbc:postgresql://secret-host/db");
                                }),
                        new Route(
                                Route.Method.GET,
                                "/api/v1/half",
                                new Rule.AtLeast(Role.READER),
                                Effect.reads(),
                                Operation.of("Breaks half-way"),
                                call -> new Answer.Download("text/plain", "half.txt", out -> {
                                    out.write(new byte[100_000]);
                                    out.flush();
                                    throw new IOException("the database went away");
                                }))));
        admin = console.token(Role.ADMIN);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    @Test
    void every_error_is_a_problem_document_with_the_security_headers() throws Exception {
        Map<Integer, TestConsole.Reply> replies = Map.of(
                404, console.ask("GET", "/api/v1/nothing").token(admin).reply(),
                405, console.ask("DELETE", "/api/v1/users").token(admin).reply(),
                415,
                        console.ask("POST", "/api/v1/users")
                                .token(admin)
                                .header("Content-Type", "text/plain")
                                .reply(),
                413,
                        console.ask("POST", "/api/v1/users")
                                .token(admin)
                                .body("x".repeat(70_000))
                                .reply(),
                500, console.ask("GET", "/api/v1/broken").token(admin).reply());

        replies.forEach((status, reply) -> {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.json().path("status").asInt()).isEqualTo(status);
            assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Server")).isEmpty();
            assertThat(reply.body()).doesNotContain("secret-host", "IllegalState", "at io.penstock");
        });
        assertThat(replies.get(405).header("Allow")).contains("GET", "POST");
    }

    @Test
    void a_body_that_does_not_fit_is_explained_without_repeating_it() throws Exception {
        assertInvalid("{\"name\":\"x\",\"grants\":{\"role\":\"emperor-s3cret\"}}", "grants.role");
        assertInvalid("{\"name\":\"x\",\"grants\":{}}", "role");
        assertInvalid("{\"grants\":{\"role\":\"reader\"}}", "name");
        assertInvalid("{\"name\":\"x\",\"grants\":{\"role\":\"reader\"},\"expires_at\":\"s3cret\"}", "expires_at");
        assertInvalid("{\"name\":\"x\",\"grants\":{\"role\":\"reader\",\"surprise\":\"s3cret\"}}", "grants.surprise");
        assertInvalid("{\"name\":\"x\",\"grants\":{\"role\":\"reader\",\"no name: s3cret\":1}}", "body");
        assertInvalid("{\"name\":\"x\",\"grants\":{\"role\":\"reader\",\"tenants\":[\"\"]}}", "grants");
    }

    @Test
    void a_wrong_instant_is_told_what_one_looks_like() throws Exception {
        var reply = console.ask("POST", "/api/v1/tokens")
                .token(admin)
                .body("{\"name\":\"x\",\"grants\":{\"role\":\"reader\"},\"expires_at\":\"tomorrow\"}")
                .reply();
        assertThat(reply.json().path("field").asText()).isEqualTo("expires_at");
        assertThat(reply.json().path("detail").asText()).contains("an instant such as 2030-01-31T08:00:00Z");
    }

    private void assertInvalid(String body, String field) throws Exception {
        var reply =
                console.ask("POST", "/api/v1/tokens").token(admin).body(body).reply();
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("field").asText()).isEqualTo(field);
        assertThat(reply.body()).doesNotContain("s3cret");
    }

    @Test
    void what_is_not_http_is_answered_with_a_problem_too() throws Exception {
        assertThat(raw("GET /api/v1/users%2F..%2Ftokens HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 40")
                .contains("application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "x".repeat(20_000) + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
        assertThat(raw("GET /\u0001 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 40")
                .contains("application/problem+json");
    }

    @Test
    void a_download_that_breaks_half_way_does_not_look_complete() throws Exception {
        String answer = raw("GET /api/v1/half HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + admin
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer).doesNotEndWith("0\r\n\r\n");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void behind_a_base_path_the_api_is_below_it_and_probes_are_where_they_always_are() throws Exception {
        try (TestConsole based = new TestConsole(new Forwarding("/penstock", false, null), List.of())) {
            assertThat(based.ask("GET", "/penstock/api/v1/session")
                            .token(based.token(Role.READER))
                            .reply()
                            .status())
                    .isEqualTo(200);
            assertThat(based.ask("GET", "/api/v1/session").reply().status()).isEqualTo(404);
            assertThat(based.ask("GET", "/health/ready").reply().body()).contains("\"status\":\"up\"");
        }
    }

    @Test
    void metrics_need_a_token_and_count_calls() throws Exception {
        assertThat(console.ask("GET", "/metrics").reply().status()).isEqualTo(401);
        assertThat(console.ask("GET", "/metrics").token(admin).reply().body())
                .contains("penstock_console_requests_seconds_count");
    }
}
