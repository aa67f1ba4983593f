package io.penstock.email;

import io.penstock.email.EmailResult.Refusal;
import io.penstock.email.Reply.Meaning;
import io.penstock.email.Reply.Step;
import io.penstock.email.SmtpUrl.Credentials;
import io.penstock.email.SmtpUrl.StartTls;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SMTP relay that takes the mail. Opens one connection per mail. Safe to use from many threads; interrupting a
 * virtual thread that waits for the relay closes its connection.
 */
final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final SmtpUrl url;
    private final Session session;
    /** Ends writes that the relay does not take; without it the library would start a thread per connection. */
    private final ScheduledExecutorService writeTimeouts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("smtp-write-timeout").factory());

    Relay(EmailSettings settings) {
        this.url = settings.url();
        this.session = Session.getInstance(properties(settings));
    }

    /** Hands the mail over. Never throws for what the relay or the network does: that is in the answer. */
    Submission submit(MimeMessage mail, List<String> recipients) {
        RelayConnection connection = new RelayConnection(session, url.encrypted());
        try {
            Credentials login = url.credentials();
            connection.connect(
                    url.host(),
                    url.port(),
                    login == null ? null : login.user(),
                    login == null ? null : login.password());
        } catch (MessagingException e) {
            return ConnectFailure.of(e, connection.lastReply(), url, offersStartTls(connection));
        }
        try {
            if (url.credentials() != null && !connection.supportsExtension("AUTH")) {
                return new Submission.Misconfigured(url.place() + " offers no login, though SMTP_URL has one");
            }
            return send(connection, mail, recipients);
        } finally {
            hangUp(connection);
        }
    }

    @Override
    public void close() {
        writeTimeouts.shutdownNow();
    }

    private static Submission send(RelayConnection connection, MimeMessage mail, List<String> recipients) {
        InternetAddress[] addresses =
                recipients.stream().map(Relay::envelopeAddress).toArray(InternetAddress[]::new);
        try {
            connection.sendMessage(mail, addresses);
            return ended(connection, new MessagingException());
        } catch (MessagingException e) {
            return ended(connection, e);
        }
    }

    /** The relay's answer to the whole mail decides; what the library made of it is used only if there is none. */
    private static Submission ended(RelayConnection connection, MessagingException failure) {
        Reply dotReply = connection.dotReply();
        if (dotReply != null && dotReply.meaning() != Meaning.NONE) {
            return dotReply.meaning() == Meaning.ACCEPTED
                    ? new Submission.Accepted(dotReply, refusals(failure))
                    : new Submission.Refused(dotReply);
        }
        if (connection.dotSent()) {
            return new Submission.Unknown(reason(failure));
        }
        if (failure instanceof SMTPSendFailedException refused) {
            Reply reply = new Reply(
                    stepOf(refused.getCommand()), refused.getReturnCode(), String.valueOf(refused.getMessage()));
            return reply.meaning() == Meaning.NONE
                    ? new Submission.Lost(reason(failure))
                    : new Submission.Refused(reply);
        }
        List<Refusal> refusals = failure instanceof SendFailedException ? refusals(failure) : List.of();
        return refusals.isEmpty() ? new Submission.Lost(reason(failure)) : new Submission.NobodyAccepted(refusals);
    }

    private static List<Refusal> refusals(MessagingException failure) {
        List<Refusal> refusals = new ArrayList<>();
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            if (e instanceof SMTPAddressFailedException refused) {
                Reply reply = new Reply(Step.RCPT, refused.getReturnCode(), String.valueOf(refused.getMessage()));
                if (reply.meaning() != Meaning.NONE) {
                    refusals.add(new Refusal(refused.getAddress().getAddress(), reply.code(), reply.text()));
                }
            }
        }
        return refusals;
    }

    private static Step stepOf(String command) {
        return command.startsWith("MAIL") ? Step.MAIL : Step.DATA;
    }

    private static String reason(MessagingException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return OneLine.shown(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private static boolean offersStartTls(RelayConnection connection) {
        return connection.supportsExtension("STARTTLS");
    }

    /** The transaction is over, one way or the other: how the connection ends changes nothing. */
    private static void hangUp(RelayConnection connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            LOG.debug("SMTP connection did not end politely", e);
        }
    }

    /** Checked when the payload was read; parsing it again could only read something else into it. */
    private static InternetAddress envelopeAddress(String address) {
        InternetAddress recipient = new InternetAddress();
        recipient.setAddress(address);
        return recipient;
    }

    private Properties properties(EmailSettings settings) {
        Properties properties = new Properties();
        String io = Long.toString(settings.ioTimeout().toMillis());
        properties.put(
                "mail.smtp.connectiontimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        properties.put("mail.smtp.timeout", io);
        properties.put("mail.smtp.writetimeout", io);
        properties.put("mail.smtp.executor.writetimeout", writeTimeouts);
        properties.put("mail.smtp.localhost", EmailSettings.hostName());
        properties.put("mail.smtp.starttls.enable", Boolean.toString(url.startTls() != StartTls.OFF));
        properties.put("mail.smtp.starttls.required", Boolean.toString(url.startTls() == StartTls.REQUIRED));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", Boolean.toString(url.credentials() != null));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        // a refused recipient must not cost the others their mail, and a retry would reach those twice
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }
}
