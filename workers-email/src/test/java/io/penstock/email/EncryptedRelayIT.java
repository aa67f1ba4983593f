package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.Outcome.Snoozed;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Changes the JVM's default trust. */
@Isolated
class EncryptedRelayIT {
    private static final EmailPayload MAIL = Payloads.with("");
    private static SSLContext usual;
    private static SSLContext localhost;

    private final AtomicReference<String> user = new AtomicReference<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    private SMTPServer server;

    @BeforeAll
    static void trust_only_the_certificate_of_localhost(@TempDir Path folder) throws Exception {
        usual = SSLContext.getDefault();
        localhost = Certificates.forLocalhost(folder);
        SSLContext.setDefault(localhost);
    }

    @AfterAll
    static void trust_as_usual() {
        SSLContext.setDefault(usual);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_mail_goes_out_over_starttls_with_a_login() throws Exception {
        start(relay().enableTLS().requireTLS().startTlsSocketFactory(localhost).requireAuth());

        assertThat(send("smtp://shop%40example.net:p%2Fss@localhost:PORT?starttls=required"))
                .isInstanceOf(Done.class);
        assertThat(user).hasValue("shop@example.net p/ss");
        assertThat(arrived).hasValue(1);
    }

    @Test
    void a_mail_goes_out_over_tls_with_a_login() throws Exception {
        start(relay().serverSocketFactory(localhost).requireAuth());

        assertThat(send("smtps://shop%40example.net:p%2Fss@localhost:PORT")).isInstanceOf(Done.class);
        assertThat(arrived).hasValue(1);
    }

    @Test
    void encryption_is_used_on_this_machine_when_offered() throws Exception {
        start(relay().enableTLS().requireTLS().startTlsSocketFactory(localhost));

        assertThat(send("smtp://localhost:PORT")).isInstanceOf(Done.class);
    }

    @Test
    void a_relay_without_the_required_encryption_gets_neither_mail_nor_password() throws Exception {
        start(relay().requireAuth());

        assertThat(pausedBecause(send("smtp://user:s3cret@localhost:PORT?starttls=required")))
                .contains("offers no STARTTLS");
        assertThat(logins).hasValue(0);
        assertThat(arrived).hasValue(0);
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        start(relay().serverSocketFactory(localhost));

        assertThat(pausedBecause(send("smtps://127.0.0.1:PORT"))).contains("no encrypted connection");
        assertThat(arrived).hasValue(0);
    }

    @Test
    void a_certificate_for_another_name_is_refused_after_starttls() throws Exception {
        start(relay().enableTLS().startTlsSocketFactory(localhost));

        assertThat(pausedBecause(send("smtp://127.0.0.1:PORT?starttls=required")))
                .contains("no encrypted connection");
        assertThat(arrived).hasValue(0);
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        start(relay().serverSocketFactory(localhost));
        SSLContext.setDefault(usual);
        try {
            assertThat(pausedBecause(send("smtps://localhost:PORT"))).contains("no encrypted connection");
        } finally {
            SSLContext.setDefault(localhost);
        }
    }

    @Test
    void a_wrong_password_pauses_mail_and_is_tried_only_once() throws Exception {
        start(relay().serverSocketFactory(localhost).requireAuth());
        String url = "smtps://user:s3cret@localhost:" + server.getPortAllocated();
        try (RunningHandler handler = RunningHandler.with(url, Map.of("PENSTOCK_EMAIL_TIMEOUT", "10s"))) {
            assertThat(pausedBecause(handler.run(MAIL)))
                    .endsWith("refused the login (535)")
                    .doesNotContain("s3cret");
            handler.passTime(Duration.ofMinutes(4));
            assertThat(handler.run(MAIL)).isInstanceOf(Snoozed.class);
            assertThat(logins).hasValue(1);

            handler.passTime(Duration.ofMinutes(1));
            assertThat(handler.run(MAIL)).isInstanceOf(Snoozed.class);
            assertThat(logins).hasValue(2);
        }
    }

    @Test
    void a_relay_that_offers_no_login_is_not_used_without_one() throws Exception {
        start(anonymousRelay().serverSocketFactory(localhost));

        assertThat(pausedBecause(send("smtps://user:s3cret@localhost:PORT"))).contains("offers no login");
        assertThat(arrived).hasValue(0);
    }

    private SMTPServer.Builder anonymousRelay() {
        return SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) -> arrived.incrementAndGet());
    }

    private SMTPServer.Builder relay() {
        return anonymousRelay()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((name, password, context) -> {
                    logins.incrementAndGet();
                    user.set(name + " " + password);
                    if (!password.equals("p/ss")) {
                        throw new LoginFailedException();
                    }
                }));
    }

    private void start(SMTPServer.Builder relay) {
        server = relay.build();
        server.start();
    }

    private Outcome send(String url) throws Exception {
        String withPort = url.replace("PORT", Integer.toString(server.getPortAllocated()));
        try (RunningHandler handler = RunningHandler.with(withPort, Map.of("PENSTOCK_EMAIL_TIMEOUT", "10s"))) {
            return handler.run(MAIL);
        }
    }

    private static String pausedBecause(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Snoozed.class,
                        snoozed -> assertThat(snoozed.delay()).isGreaterThanOrEqualTo(Duration.ofMinutes(5)));
        return ((Snoozed) outcome).reason();
    }
}
