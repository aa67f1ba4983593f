package io.penstock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String HOST = "shop.test";

    @TempDir
    Path temp;

    @Test
    void a_trusted_certificate_for_this_host_is_accepted() throws Exception {
        Credentials credentials = certificate(HOST);
        try (ScriptedServer server = serverWith(credentials);
                GuardedHttp http = trusting(credentials);
                OutboundResponse response = http.send(OutboundRequest.get(url(server)))) {
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void an_expired_certificate_is_refused() throws Exception {
        Credentials credentials = certificate(HOST, "-startdate", "-10d", "-validity", "5");

        assertRefused(credentials, credentials);
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        Credentials credentials = certificate("other.test");

        assertRefused(credentials, credentials);
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        assertRefused(certificate(HOST), certificate(HOST));
    }

    private static void assertRefused(Credentials shown, Credentials trusted) throws Exception {
        try (ScriptedServer server = serverWith(shown);
                GuardedHttp http = trusting(trusted)) {
            assertThat(catchThrowableOfType(
                                    OutboundHttpException.class, () -> http.send(OutboundRequest.get(url(server))))
                            .reason())
                    .isEqualTo(Reason.TLS_FAILED);
            assertThat(server.requests()).allMatch(String::isEmpty);
        }
    }

    private static String url(ScriptedServer server) {
        return "https://" + HOST + ":" + server.port() + "/";
    }

    private static ScriptedServer serverWith(Credentials credentials) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(credentials.keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return ScriptedServer.on(
                "127.0.0.2",
                context.getServerSocketFactory(),
                ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    private static GuardedHttp trusting(Credentials credentials) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", credentials.authority);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        HostResolver resolver = host -> List.of(InetAddress.getByName("127.0.0.2"));
        return new GuardedHttp(
                new UrlRules(false),
                () -> GuardedClient.builder(resolver, AddressPolicy.parse("127.0.0.2"))
                        .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0])
                        .build());
    }

    /** Made by the JDK's own tool, and signed by an authority that is made for it. */
    private Credentials certificate(String host, String... validity) throws Exception {
        Path file = Files.createTempDirectory(temp, "keys").resolve("keys.p12");
        keytool(file, List.of("-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c"));
        List<String> words = new ArrayList<>(
                List.of("-alias", "host", "-dname", "CN=" + host, "-ext", "san=dns:" + host, "-signer", "authority"));
        words.addAll(List.of(validity));
        keytool(file, words);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
        Certificate authority = keys.getCertificate("authority");
        keys.deleteEntry("authority");
        return new Credentials(keys, authority);
    }

    private static void keytool(Path file, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
        command.addAll(words);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    /** What a server shows, and whom its clients trust. */
    private record Credentials(KeyStore keys, Certificate authority) {}
}
