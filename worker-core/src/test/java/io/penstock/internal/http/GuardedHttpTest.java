package io.penstock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GuardedHttpTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nX-Answer: 42\r\nContent-Length: 5\r\n\r\nhello";
    private static final HostResolver NO_DNS = host -> {
        throw new AssertionError("nobody should look up " + host);
    };

    /** May call 127.0.0.2 and no other private address. */
    private static GuardedHttp guard(HostResolver resolver) {
        AddressPolicy policy = AddressPolicy.parse("127.0.0.2");
        return new GuardedHttp(
                new UrlRules(true),
                () -> GuardedClient.builder(resolver, policy).build());
    }

    private static GuardedHttp guard() {
        return guard(NO_DNS);
    }

    private static OutboundHttpException failure(GuardedHttp http, OutboundRequest request) {
        return catchThrowableOfType(OutboundHttpException.class, () -> {
            try (OutboundResponse response = http.send(request)) {
                response.body().transferTo(OutputStream.nullOutputStream());
            }
        });
    }

    private static Reason reason(GuardedHttp http, String url) {
        return failure(http, OutboundRequest.get(url).within(Duration.ofSeconds(10), 1_000))
                .reason();
    }

    @Test
    void a_response_comes_with_status_headers_body_and_the_address_that_sent_it() throws IOException {
        try (ScriptedServer server = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(OK));
                OutboundResponse response = guard().send(OutboundRequest.get(server.url("127.0.0.2")))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("x-ANSWER")).isEqualTo("42");
            assertThat(response.headers()).containsEntry("x-answer", List.of("42"));
            assertThat(response.body()).hasContent("hello");
            assertThat(response.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
            assertThat(response.address().getPort()).isEqualTo(server.port());
        }
    }

    @Test
    void a_request_is_sent_with_its_headers_and_nothing_that_identifies_more_than_the_product() throws IOException {
        try (ScriptedServer server = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(OK))) {
            OutboundRequest request = OutboundRequest.post(
                            server.url("127.0.0.2"), "application/json", "{}".getBytes(StandardCharsets.UTF_8))
                    .header("webhook-id", "42");
            guard().send(request).close();

            assertThat(server.requests().getFirst().lines())
                    .containsExactlyInAnyOrder(
                            "POST /path?query=secret HTTP/1.1",
                            "webhook-id: 42",
                            "User-Agent: Penstock",
                            "Content-Type: application/json",
                            "Content-Length: 2",
                            "Host: 127.0.0.2:" + server.port(),
                            "Connection: Keep-Alive",
                            "Accept-Encoding: gzip");
        }
    }

    @Test
    void a_name_whose_address_has_changed_since_the_last_call_is_checked_again() throws IOException {
        Answers answers = new Answers("127.0.0.2", "127.0.0.1");
        try (ScriptedServer open = ScriptedServer.on(
                        "127.0.0.2", ScriptedServer.saying(OK.replace("X-Answer", "Connection: close\r\nX")));
                ScriptedServer inside = open.twinOn("127.0.0.1", ScriptedServer.saying(OK));
                GuardedHttp http = guard(host -> List.of(answers.next()))) {
            try (OutboundResponse response = http.send(OutboundRequest.get(open.url("rebinding.test")))) {
                assertThat(response.body()).hasContent("hello");
            }
            assertThat(reason(http, open.url("rebinding.test"))).isEqualTo(Reason.BLOCKED_ADDRESS);
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void an_address_that_changes_between_check_and_connection_is_not_connected_to() throws IOException {
        Answers answers = new Answers("127.0.0.2", "127.0.0.1");
        try (ScriptedServer inside = ScriptedServer.on("127.0.0.1", ScriptedServer.saying(OK));
                GuardedHttp http = guard(host -> new OneChangingAddress(answers))) {
            assertThat(reason(http, inside.url("rebinding.test"))).isEqualTo(Reason.BLOCKED_ADDRESS);
            assertThat(answers.isUsedUp())
                    .as("the check saw the harmless address")
                    .isTrue();
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void a_name_with_one_private_address_among_others_is_not_called_at_all() throws IOException {
        HostResolver mixed = host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("10.0.0.1"));
        try (ScriptedServer open = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(OK));
                GuardedHttp http = guard(mixed)) {
            assertThat(reason(http, open.url("mixed.test"))).isEqualTo(Reason.BLOCKED_ADDRESS);
            assertThat(open.connections()).isZero();
        }
    }

    @Test
    void localhost_is_blocked_by_whatever_name() {
        GuardedHttp http = GuardedHttp.of(AddressPolicy.parse(""), true);

        for (String host : List.of("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "0.0.0.0", "[::1]", "[::]")) {
            assertThat(reason(http, "http://" + host + ":8080/")).as(host).isEqualTo(Reason.BLOCKED_ADDRESS);
        }
    }

    @Test
    void literal_addresses_are_checked_though_nobody_looks_them_up() {
        for (String host : List.of(
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::7f00:1]",
                "[64:ff9b::7f00:1]",
                "[2001:0:1::1]",
                "[2002:7f00:1::]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]")) {
            assertThat(reason(guard(), "https://" + host + "/")).as(host).isEqualTo(Reason.BLOCKED_ADDRESS);
        }
    }

    @Test
    void a_blocked_address_is_not_repeated_to_a_tenant_who_asked_by_name() {
        GuardedHttp http = guard(host -> List.of(InetAddress.getByName("10.1.2.3")));

        assertThat(failure(http, OutboundRequest.get("https://intranet.test/a?token=secret")))
                .hasMessage(
                        "https://intranet.test:443: expected a public address, got one of a private, local or reserved"
                                + " network (PENSTOCK_OUTBOUND_ALLOW_NETWORKS can allow it)")
                .hasMessageNotContaining("10.1.2.3");
    }

    @Test
    void a_body_that_trickles_for_ever_ends_with_the_deadline() throws IOException {
        ScriptedServer.Script trickle = out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            trickle(out);
        };
        assertTimesOut(trickle);
    }

    @Test
    void a_head_that_trickles_for_ever_ends_with_the_deadline() throws IOException {
        ScriptedServer.Script trickle = out -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            trickle(out);
        };
        assertTimesOut(trickle);
    }

    @Test
    void a_server_that_says_nothing_ends_with_the_deadline() throws IOException {
        assertTimesOut(out -> Thread.currentThread().join());
    }

    @Test
    void a_name_server_that_says_nothing_ends_with_the_deadline() {
        CountDownLatch never = new CountDownLatch(1);
        GuardedHttp http = guard(host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of();
        });
        Instant begin = Instant.now();
        OutboundRequest request = OutboundRequest.get("https://slow.test/").within(Duration.ofSeconds(1), 1);

        assertThat(failure(http, request).reason()).isEqualTo(Reason.TIMED_OUT);

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(4));
        never.countDown();
    }

    @Test
    void calls_one_after_the_other_share_a_connection() throws IOException {
        try (ScriptedServer server = ScriptedServer.keepingAlive("127.0.0.2", OK);
                GuardedHttp http = guard(host -> List.of(InetAddress.getByName("127.0.0.2")))) {
            for (int call = 0; call < 3; call++) {
                try (OutboundResponse response = http.send(OutboundRequest.get(server.url("open.test")))) {
                    assertThat(response.body()).hasContent("hello");
                }
            }
            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void trickle(OutputStream out) throws IOException {
        while (true) {
            out.write('x');
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void assertTimesOut(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = ScriptedServer.on("127.0.0.2", script)) {
            Instant begin = Instant.now();
            OutboundRequest request =
                    OutboundRequest.get(server.url("127.0.0.2")).within(Duration.ofSeconds(1), 1_000_000);
            assertThat(failure(guard(), request).reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_endless_body_ends_at_the_cap() throws IOException {
        ScriptedServer.Script flood = out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[8_192]);
            }
        };
        assertTooLarge(flood);
    }

    @Test
    void a_compressed_bomb_ends_at_the_cap_of_what_it_unfolds_to() throws IOException {
        ScriptedServer.Script bomb = out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
                for (int megabyte = 0; megabyte < 1_000; megabyte++) {
                    zipped.write(new byte[1_048_576]);
                }
            }
        };
        assertTooLarge(bomb);
    }

    private static void assertTooLarge(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = ScriptedServer.on("127.0.0.2", script);
                OutboundResponse response = guard().send(
                                OutboundRequest.get(server.url("127.0.0.2")).within(Duration.ofSeconds(20), 100_000))) {
            assertThat(response.body().readNBytes(100_000)).hasSize(100_000);
            assertThat(catchThrowableOfType(
                                    OutboundHttpException.class,
                                    () -> response.body().read())
                            .reason())
                    .isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() throws IOException {
        try (ScriptedServer other = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(OK));
                ScriptedServer server = ScriptedServer.on(
                        "127.0.0.2",
                        ScriptedServer.saying("HTTP/1.1 302 Found\r\nLocation: " + other.url("127.0.0.2")
                                + "\r\nContent-Length: 0\r\n\r\n"));
                OutboundResponse response = guard().send(OutboundRequest.get(server.url("127.0.0.2")))) {
            assertThat(response.status()).isEqualTo(302);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void nothing_is_sent_twice() throws IOException {
        for (String answer : List.of(
                "",
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 421 Elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")) {
            try (ScriptedServer server = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(answer))) {
                failure(guard(), OutboundRequest.get(server.url("127.0.0.2")));
                failure(guard(), OutboundRequest.post(server.url("127.0.0.2"), "text/plain", new byte[1]));
                assertThat(server.requests())
                        .as("requests answered by %s", answer)
                        .hasSize(2);
            }
        }
    }

    @Test
    void what_went_wrong_is_told_apart() throws IOException {
        int closed;
        try (ScriptedServer server = ScriptedServer.on("127.0.0.2", ScriptedServer.saying(""))) {
            closed = server.port();
            assertThat(reason(guard(), server.url("127.0.0.2"))).isEqualTo(Reason.BROKEN);
        }
        assertThat(reason(guard(), "http://127.0.0.2:" + closed + "/")).isEqualTo(Reason.CONNECT_FAILED);
        assertThat(reason(guard(HostResolver.SYSTEM), "https://no-such-host.invalid/"))
                .isEqualTo(Reason.UNKNOWN_HOST);
    }

    @Test
    void a_header_cannot_smuggle_another_and_its_value_is_not_repeated() {
        OutboundRequest request = OutboundRequest.get("https://127.0.0.2/").header("X-A", "secret\r\nX-B: 1");

        assertThat(failure(guard(), request))
                .hasMessageContaining("header names and values")
                .hasMessageNotContaining("secret")
                .extracting(OutboundHttpException::reason)
                .isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failure(guard(), OutboundRequest.get("https://127.0.0.2/").header("X\nA", "1"))
                        .reason())
                .isEqualTo(Reason.INVALID_REQUEST);
    }

    /** Answers of a name server, one after the other; the last one stays. */
    private static final class Answers {
        private final List<String> addresses;
        private int next;

        Answers(String... addresses) {
            this.addresses = List.of(addresses);
        }

        synchronized InetAddress next() {
            try {
                return InetAddress.getByName(addresses.get(Math.min(next++, addresses.size() - 1)));
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        synchronized boolean isUsedUp() {
            return next >= addresses.size();
        }
    }

    /** A list whose only element is another one whenever somebody looks. */
    private static final class OneChangingAddress extends java.util.AbstractList<InetAddress> {
        private final Answers answers;

        OneChangingAddress(Answers answers) {
            this.answers = answers;
        }

        @Override
        public InetAddress get(int index) {
            return answers.next();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void whatever_keeps_a_connection_from_being_made_is_no_broken_response() {
        // the system refuses to connect to everybody, with an error that has no exception of its own
        GuardedHttp everybody = new GuardedHttp(
                new UrlRules(true),
                () -> GuardedClient.builder(NO_DNS, AddressPolicy.parse("255.255.255.255"))
                        .build());

        assertThat(reason(everybody, "http://255.255.255.255:8080/")).isEqualTo(Reason.CONNECT_FAILED);
    }
}
