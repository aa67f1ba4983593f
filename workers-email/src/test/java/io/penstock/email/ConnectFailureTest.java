package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.email.Reply.Step;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.EOFException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ConnectFailureTest {
    private static final SmtpUrl RELAY = SmtpUrl.parse("smtp://user:s3cret@mail.example.com:587");
    private final Exception plain = new MessagingException("Got bad greeting");

    @Test
    void a_relay_that_cannot_be_reached_is_away() {
        Exception unknown = new MessagingException("Unknown SMTP host", new UnknownHostException("mail.example.com"));

        assertThat(decide(unknown, 0, "", false))
                .isEqualTo(new Submission.Unavailable("mail.example.com:587 unreachable: mail.example.com"));
        assertThat(decide(new MessagingException("lost", new EOFException()), 250, "250 ok", true))
                .isEqualTo(new Submission.Unavailable("mail.example.com:587 unreachable: EOFException"));
    }

    @Test
    void a_relay_that_is_busy_is_away() {
        assertThat(decide(plain, 421, "421 busy", false))
                .isEqualTo(new Submission.Unavailable("mail.example.com:587 turned us away: 421 busy"));
    }

    @Test
    void a_relay_that_does_not_want_us_needs_its_operator() {
        assertThat(decide(plain, 554, "554 blocked", false))
                .isEqualTo(new Submission.Misconfigured("mail.example.com:587 turned us away: 554 blocked"));
        assertThat(decide(plain, 530, "530 STARTTLS first", true)).isInstanceOf(Submission.Misconfigured.class);
    }

    @Test
    void a_refused_login_tells_the_code_and_nothing_of_the_dialogue() {
        Exception refused = new AuthenticationFailedException("535 bad dXNlcjpzM2NyZXQ=");

        assertThat(decide(refused, 535, "535 bad dXNlcjpzM2NyZXQ=", true))
                .isEqualTo(new Submission.Misconfigured("mail.example.com:587 refused the login (535)"));
        assertThat(decide(refused, 454, "454 later", true)).isInstanceOf(Submission.Unavailable.class);
        assertThat(decide(refused, 250, "250 AUTH KERBEROS", true))
                .isEqualTo(new Submission.Misconfigured("mail.example.com:587 offers no login of a kind that we know"));
    }

    @Test
    void a_relay_without_the_required_encryption_needs_its_operator() {
        assertThat(decide(plain, 250, "250 ok", false))
                .isEqualTo(new Submission.Misconfigured("mail.example.com:587 offers no STARTTLS, which is required"));
    }

    @Test
    void a_certificate_that_does_not_fit_needs_an_operator_and_a_broken_handshake_only_time() {
        SSLHandshakeException wrongName = new SSLHandshakeException("certificate_unknown");
        wrongName.initCause(new CertificateException("wrong name"));
        SSLHandshakeException hungUp = new SSLHandshakeException("Remote host terminated the handshake");
        hungUp.initCause(new EOFException());

        assertThat(decide(new MessagingException("no TLS", wrongName), 220, "220 go", true))
                .isInstanceOf(Submission.Misconfigured.class);
        assertThat(decide(new MessagingException("no TLS", hungUp), 220, "220 go", true))
                .isInstanceOf(Submission.Unavailable.class);
        assertThat(decide(
                        new MessagingException("no TLS", new SSLHandshakeException("no common protocol")),
                        220,
                        "",
                        true))
                .isInstanceOf(Submission.Misconfigured.class);
    }

    private static Submission decide(Exception failure, int code, String text, boolean offersStartTls) {
        return ConnectFailure.of(failure, new Reply(Step.CONNECT, code, text), RELAY, offersStartTls);
    }
}
