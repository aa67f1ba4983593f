package io.penstock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class GuardedHttp2Test {
    private static final String HOST = "shop.test";
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName(HOST).build();

    private static MockWebServer server() throws Exception {
        MockWebServer server = new MockWebServer();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
        server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0);
        return server;
    }

    private static GuardedHttp client() {
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        HostResolver resolver = host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        return new GuardedHttp(
                new UrlRules(false),
                () -> GuardedClient.builder(resolver, AddressPolicy.parse("127.0.0.2"))
                        .sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager())
                        .build());
    }

    private static OutboundRequest to(MockWebServer server) {
        return OutboundRequest.post(
                "https://" + HOST + ":" + server.getPort() + "/",
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void who_speaks_http_2_is_spoken_to_in_it_on_one_connection() throws Exception {
        try (MockWebServer server = server();
                GuardedHttp http = client()) {
            for (int i = 0; i < 3; i++) {
                server.enqueue(new MockResponse.Builder().body("hello").build());
                try (OutboundResponse response = http.send(to(server))) {
                    assertThat(response.body()).hasContent("hello");
                    assertThat(response.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
                }
                RecordedRequest request = server.takeRequest();
                assertThat(request.getVersion()).isEqualTo("HTTP/2");
                assertThat(request.getConnectionIndex()).isZero();
            }
        }
    }

    @Test
    void a_stream_that_trickles_ends_with_the_time_of_its_call() throws Exception {
        try (MockWebServer server = server();
                GuardedHttp http = client()) {
            server.enqueue(new MockResponse.Builder()
                    .body("x".repeat(1_000))
                    .throttleBody(1, 100, TimeUnit.MILLISECONDS)
                    .build());
            assertThat(catchThrowableOfType(OutboundHttpException.class, () -> {
                                try (OutboundResponse response =
                                        http.send(to(server).within(Duration.ofSeconds(1), 1_000))) {
                                    response.body().readAllBytes();
                                }
                            })
                            .reason())
                    .isEqualTo(Reason.TIMED_OUT);
        }
    }
}
