package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/** Certificates made by the JDK's own tool, signed by an authority that is made for them. */
final class Certificates {
    static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path file;

    Certificates(Path folder) throws Exception {
        this.folder = folder;
        this.file = folder.resolve("keys.p12");
        keytool("-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
    }

    /** Sockets of a server that shows a certificate for {@code host}. */
    SSLServerSocketFactory socketsOf(String host, String... validity) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("-alias", host, "-dname", "CN=" + host, "-ext", "san=dns:" + host, "-signer", "authority"));
        words.addAll(List.of(validity));
        keytool(words.toArray(String[]::new));
        KeyStore all = keys();
        KeyStore one = empty();
        one.setKeyEntry(
                host, all.getKey(host, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(host));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    /** A file by which a client trusts the authority. */
    Path trust() throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", keys().getCertificate("authority"));
        Path trust = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return trust;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        command.addAll(List.of(words));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }
}
