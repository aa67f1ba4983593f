package io.penstock.testbed.internal.smtp;

import io.penstock.testbed.internal.childjvm.Mailslot;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Properties;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** The main program of the child JVM that takes mail and stores it. */
public final class SinkProcess {
    static final String CONFIGURATION = "sink.properties";
    static final String MAILS = "data";

    private SinkProcess() {}

    /** Runs until it is killed. The only argument is the server's folder. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path folder = Path.of(arguments[0]);
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(CONFIGURATION))) {
            configuration.load(reader);
        }
        OpenSessions sessions = new OpenSessions();
        Mailbox mailbox = new Mailbox(folder.resolve(MAILS));
        SMTPServer.Builder server = SMTPServer.port(Integer.parseInt(configuration.getProperty("port")))
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("penstock-testbed")
                .insertReceivedHeaders(false)
                .sessionHandler(sessions)
                .messageHandlerFactory(context -> new MailTransaction(mailbox));
        applyTls(server, configuration, folder);
        applyLogin(server, configuration);
        server.build().start();
        new Mailslot(folder).serve(sessions::cut);
    }

    private static void applyTls(SMTPServer.Builder server, Properties configuration, Path folder)
            throws IOException, GeneralSecurityException {
        String tls = configuration.getProperty("tls");
        if (tls.equals("none")) {
            return;
        }
        Certificates certificates = new Certificates(folder, configuration.getProperty("keystore.password"));
        if (tls.equals("implicit")) {
            server.serverSocketFactory(certificates.serverContext());
        } else {
            server.enableTLS().startTlsSocketFactory(certificates.serverContext());
        }
    }

    private static void applyLogin(SMTPServer.Builder server, Properties configuration) {
        Optional<String> user = Optional.ofNullable(configuration.getProperty("user"));
        user.ifPresent(name -> server.requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((given, password, context) -> {
                    if (!name.equals(given) || !password.equals(configuration.getProperty("password"))) {
                        throw new LoginFailedException();
                    }
                })));
    }
}
