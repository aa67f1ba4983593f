package io.penstock.testbed.internal.smtp;

import io.penstock.testbed.SmtpOptions;
import io.penstock.testbed.internal.childjvm.ChildJvm;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.LocalProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;

/** How an SMTP sink is run. */
public final class SinkLaunch {
    private SinkLaunch() {}

    /** Prepares a process; nothing runs yet. */
    public static LocalProcess process(ServerFolder folder, int port, SmtpOptions options) {
        Properties configuration = new Properties();
        configuration.setProperty("port", Integer.toString(port));
        configuration.setProperty("tls", options.implicitTls() ? "implicit" : options.startTls() ? "start" : "none");
        configuration.setProperty("keystore.password", folder.secret("keystore.password"));
        if (options.user() != null && options.password() != null) {
            configuration.setProperty("user", options.user());
            configuration.setProperty("password", options.password());
        }
        folder.write(SinkProcess.CONFIGURATION, textOf(configuration));
        if (options.startTls() || options.implicitTls()) {
            certificates(folder).createIfMissing();
        }
        return ChildJvm.running(SinkProcess.class, "smtp", folder, "-Xmx64m");
    }

    /** The mails that the process stores. */
    public static Mailbox mailbox(ServerFolder folder) {
        return new Mailbox(folder.path().resolve(SinkProcess.MAILS));
    }

    /** The certificate that the process shows. */
    public static Certificates certificates(ServerFolder folder) {
        return new Certificates(folder.path(), folder.secret("keystore.password"));
    }

    private static String textOf(Properties properties) {
        try (StringWriter text = new StringWriter()) {
            properties.store(text, null);
            return text.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
