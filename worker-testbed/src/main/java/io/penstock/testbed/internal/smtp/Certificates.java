package io.penstock.testbed.internal.smtp;

import io.penstock.testbed.internal.command.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate for localhost and 127.0.0.1, made by the JDK's keytool and kept in a key store file. */
public final class Certificates {
    private static final String ALIAS = "smtp";
    private static final String PASSWORD_VARIABLE = "KEYSTORE_PASSWORD";

    private final Path file;
    private final String password;

    /** In the server's folder. */
    public Certificates(Path folder, String password) {
        this.file = folder.resolve("certificate.p12");
        this.password = password;
    }

    /** Makes the certificate unless it is there. */
    public void createIfMissing() {
        if (Files.exists(file)) {
            return;
        }
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Command.of(keytool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1")
                .with(Command.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1")
                        .words())
                .with(Command.of("-validity", "3650", "-storetype", "PKCS12", "-keystore", file.toString())
                        .words())
                .with(Command.of("-storepass:env", PASSWORD_VARIABLE).words())
                .in(Map.of(PASSWORD_VARIABLE, password))
                .run();
    }

    /** What a client has to trust. */
    public X509Certificate certificate() {
        try {
            return (X509Certificate) keyStore().getCertificate(ALIAS);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("No certificate can be read from " + file, failure);
        }
    }

    SSLContext serverContext() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore keyStore() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }
}
