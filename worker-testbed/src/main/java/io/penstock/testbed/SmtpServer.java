package io.penstock.testbed;

import io.penstock.testbed.internal.childjvm.Mailslot;
import io.penstock.testbed.internal.folder.DataFolder;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.smtp.Certificates;
import io.penstock.testbed.internal.smtp.Mailbox;
import io.penstock.testbed.internal.smtp.SinkLaunch;
import io.penstock.testbed.internal.smtp.SmtpGreeting;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A mail server in a JVM of its own that takes every mail and delivers none. A mail is stored before it is
 * acknowledged, so what was accepted is still there after a kill.
 */
public final class SmtpServer extends LocalServer {
    private final int port;
    private final SmtpOptions options;
    private final Mailbox mailbox;
    private final Mailslot mailslot;
    private final Certificates certificates;

    private SmtpServer(ServerFolder folder, int port, SmtpOptions options) {
        super("SMTP", folder, SinkLaunch.process(folder, port, options));
        this.port = port;
        this.options = options;
        this.mailbox = SinkLaunch.mailbox(folder);
        this.mailslot = new Mailslot(folder.path());
        this.certificates = SinkLaunch.certificates(folder);
    }

    /** Prepares a sink in {@code testbed}; nothing runs yet. */
    static SmtpServer in(DataFolder testbed, SmtpOptions options) {
        ServerFolder folder = ServerFolder.open(testbed, "smtp");
        return new SmtpServer(folder, folder.port("port"), options);
    }

    @Override
    boolean answers() {
        return mailslot.isReady()
                && (options.implicitTls() ? SmtpGreeting.isPossibleOn(port) : SmtpGreeting.comesFrom(port));
    }

    /** {@code smtp://127.0.0.1:port}; {@code smtps:} with implicit TLS; with {@code user:password@} if they are needed. */
    @Override
    public String url() {
        String login = options.user() == null ? "" : options.user() + ":" + options.password() + "@";
        return "%s://%s127.0.0.1:%d".formatted(options.implicitTls() ? "smtps" : "smtp", login, port);
    }

    /** All mails accepted since the last {@link #clear}, in the order they came; also while the server is down. */
    public List<ReceivedMail> messages() {
        return mailbox.messages();
    }

    /** Forgets the mails accepted so far. */
    public void clear() {
        mailbox.clear();
    }

    /**
     * The self-signed certificate that it shows, which a client has to trust.
     *
     * @throws IllegalStateException if it speaks no TLS
     */
    public X509Certificate certificate() {
        if (!options.startTls() && !options.implicitTls()) {
            throw new IllegalStateException(
                    "This SMTP server speaks no TLS; start it withStartTls() or withImplicitTls()");
        }
        return certificates.certificate();
    }

    @Override
    public void start() {
        if (!isRunning()) {
            mailslot.clear();
        }
        super.start();
    }

    @Override
    public void cutConnections() {
        mailslot.cutConnections();
    }
}
