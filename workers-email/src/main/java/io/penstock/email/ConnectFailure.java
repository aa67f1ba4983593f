package io.penstock.email;

import io.penstock.email.SmtpUrl.StartTls;
import jakarta.mail.AuthenticationFailedException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a relay that is away from one that will not work with us until somebody changes something. Neither says anything
 * about the mail.
 */
final class ConnectFailure {
    private ConnectFailure() {}

    /**
     * @param failure what opening the connection ended with
     * @param last the relay's last reply, code below 200 if there was none
     * @param offersStartTls whether the relay offered encryption before the failure
     */
    static Submission of(Exception failure, Reply last, SmtpUrl url, boolean offersStartTls) {
        if (failure instanceof AuthenticationFailedException) {
            return loginRefused(last, url);
        }
        if (causedBy(failure, SSLException.class) instanceof SSLException tls) {
            boolean hungUp =
                    causedBy(failure, CertificateException.class) == null && tls.getCause() instanceof IOException;
            String reason = "no encrypted connection to " + url.place() + ": " + messageOf(tls);
            return hungUp ? new Submission.Unavailable(reason) : new Submission.Misconfigured(reason);
        }
        if (last.code() == 250 && url.startTls() == StartTls.REQUIRED && !offersStartTls) {
            return new Submission.Misconfigured(url.place() + " offers no STARTTLS, which is required");
        }
        return switch (last.meaning()) {
            case PERMANENT, LOGIN -> new Submission.Misconfigured(url.place() + " turned us away: " + last.text());
            case TEMPORARY -> new Submission.Unavailable(url.place() + " turned us away: " + last.text());
            case ACCEPTED, NONE -> new Submission.Unavailable(url.place() + " unreachable: " + rootMessage(failure));
        };
    }

    /** Relays echo parts of the dialogue, so of the reply only its code is told. */
    private static Submission loginRefused(Reply last, SmtpUrl url) {
        return switch (last.meaning()) {
            case TEMPORARY ->
                new Submission.Unavailable(url.place() + " cannot check the login now (" + last.code() + ")");
            case ACCEPTED -> new Submission.Misconfigured(url.place() + " offers no login of a kind that we know");
            case PERMANENT, LOGIN, NONE ->
                new Submission.Misconfigured(url.place() + " refused the login (" + last.code() + ")");
        };
    }

    private static @Nullable Throwable causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return e;
            }
        }
        return null;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return messageOf(root);
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return OneLine.shown(message == null ? failure.getClass().getSimpleName() : message);
    }
}
