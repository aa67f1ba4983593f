package io.penstock.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpsObjectsTest {
    private final ObjectStore store =
            Stores.with("--penstock-outbound-allow-networks=127.0.0.2", "--penstock-outbound-allow-plain=true");
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0), 0);
        server.createContext("/", exchange -> {
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().add("Location", "http://127.0.0.2/elsewhere");
            exchange.sendResponseHeaders(status, 0);
            try (exchange) {
                exchange.getResponseBody().write(new byte[100_000]);
            }
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private String url(int status) {
        return "http://127.0.0.2:" + server.getAddress().getPort() + "/" + status;
    }

    @Test
    void an_object_is_read_up_to_the_cap() throws IOException {
        try (InputStream stream = store.open(url(200), 100_000)) {
            assertThat(stream.readAllBytes()).hasSize(100_000);
        }
        try (InputStream stream = store.open(url(200) + "?token=secret", 99_999)) {
            ObjectStoreException tooLarge = catchThrowableOfType(ObjectStoreException.class, stream::readAllBytes);
            assertThat(tooLarge).hasMessage(url(200) + ": expected at most 99999 bytes, got more");
        }
    }

    @Test
    void a_status_says_whether_trying_again_may_help() {
        assertThat(reason(url(404))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(url(403))).isEqualTo(Reason.REFUSED);
        assertThat(reason(url(429))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reason(url(503))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void a_redirect_is_refused_and_named() {
        assertThat(catchThrowableOfType(ObjectStoreException.class, () -> store.open(url(302), 1)))
                .hasMessageContaining("a redirect, which is not followed")
                .extracting(ObjectStoreException::reason)
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void a_private_address_is_refused_for_good() {
        assertThat(reason("https://127.0.0.1/")).isEqualTo(Reason.REFUSED);
        assertThat(reason("https://2130706433/")).isEqualTo(Reason.INVALID_URL);
    }

    private Reason reason(String url) {
        return catchThrowableOfType(ObjectStoreException.class, () -> store.open(url, 1))
                .reason();
    }
}
