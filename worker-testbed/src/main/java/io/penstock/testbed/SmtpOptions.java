package io.penstock.testbed;

import org.jspecify.annotations.Nullable;

/**
 * What an SMTP sink offers and demands. Start from {@link #plain()}.
 *
 * @param startTls whether STARTTLS is offered (RFC 3207), with a self-signed certificate for localhost
 * @param implicitTls whether the connection is TLS from its first byte (RFC 8314)
 * @param user who must log in before sending, or null if nobody need
 * @param password of {@code user}; null exactly if {@code user} is
 */
public record SmtpOptions(
        boolean startTls,
        boolean implicitTls,
        @Nullable String user,
        @Nullable String password) {
    /** Checks that the options fit together. */
    public SmtpOptions {
        if (startTls && implicitTls) {
            throw new IllegalArgumentException("startTls and implicitTls: expected at most one of them, got both");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("user and password: expected both or none, got one");
        }
    }

    /** Offers nothing special and takes mail from anybody. */
    public static SmtpOptions plain() {
        return new SmtpOptions(false, false, null, null);
    }

    /** The same, with STARTTLS offered. */
    public SmtpOptions withStartTls() {
        return new SmtpOptions(true, implicitTls, user, password);
    }

    /** The same, with TLS from the first byte. */
    public SmtpOptions withImplicitTls() {
        return new SmtpOptions(startTls, true, user, password);
    }

    /** The same, with mail taken only from {@code name} after AUTH (PLAIN or LOGIN; with STARTTLS only after it). */
    public SmtpOptions withLogin(String name, String secret) {
        return new SmtpOptions(startTls, implicitTls, name, secret);
    }
}
