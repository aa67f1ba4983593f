package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.SMTP)
class SmtpServerIT {
    private final SmtpServer sink;

    SmtpServerIT(SmtpServer sink) {
        this.sink = sink;
    }

    @BeforeEach
    void emptyMailbox() {
        sink.clear();
    }

    @Test
    void an_accepted_mail_can_be_read_with_its_envelope_and_exactly_its_bytes() throws Exception {
        MimeMessage mail = mail("Grüße", "a@x.example", "b@x.example");

        send(sink, new Properties(), mail);

        ReceivedMail received = sink.messages().getFirst();
        assertThat(received.recipients()).containsExactly("a@x.example", "b@x.example");
        assertThat(received.sender()).isEqualTo("sender@x.example");
        assertThat(received.subject()).isEqualTo("Grüße");
        assertThat(received.text()).isEqualTo("Hello\r\n.dotted\r\n");
        assertThat(received.raw()).isEqualTo(textOf(mail));
    }

    @Test
    void accepted_mails_are_still_there_after_a_kill() throws Exception {
        send(sink, new Properties(), mail("one", "a@x.example"));
        String url = sink.url();

        sink.kill();
        assertThat(sink.isRunning()).isFalse();
        assertThat(sink.messages()).hasSize(1);
        assertThatThrownBy(() -> send(sink, new Properties(), mail("two", "a@x.example")))
                .isInstanceOf(MessagingException.class);

        sink.start();
        send(sink, new Properties(), mail("three", "a@x.example"));
        assertThat(sink.url()).isEqualTo(url);
        assertThat(sink.messages()).extracting(ReceivedMail::subject).containsExactly("one", "three");
    }

    @Test
    void a_paused_server_takes_no_mail_until_it_is_resumed() throws Exception {
        Properties impatient = new Properties();
        impatient.setProperty("mail.smtp.timeout", "1000");
        sink.pause();
        assertThatThrownBy(() -> send(sink, impatient, mail("one", "a@x.example")))
                .isInstanceOf(MessagingException.class);

        sink.resume();
        send(sink, new Properties(), mail("two", "a@x.example"));
        assertThat(sink.messages()).extracting(ReceivedMail::subject).containsExactly("two");
    }

    @Test
    void cut_connections_end_without_a_word_and_new_ones_are_accepted() throws Exception {
        URI url = URI.create(sink.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5_000);
            InputStream replies = socket.getInputStream();
            assertThat(replies.read()).isEqualTo('2');

            sink.cutConnections();

            assertThat(new String(replies.readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("\r\n");
        }
        send(sink, new Properties(), mail("after", "a@x.example"));
        assertThat(sink.messages()).hasSize(1);
    }

    @Test
    void the_usual_server_offers_neither_tls_nor_login() {
        Properties demandTls = new Properties();
        demandTls.setProperty("mail.smtp.starttls.required", "true");

        assertThatThrownBy(() -> send(sink, demandTls, mail("secret", "a@x.example")))
                .hasMessageContaining("STARTTLS");
        assertThatThrownBy(sink::certificate).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void starttls_works_with_the_servers_own_certificate_and_login_is_demanded() throws Exception {
        SmtpOptions options = SmtpOptions.plain().withStartTls().withLogin("user", "pass word");
        try (Testbed testbed = Testbed.builder().smtp(options).start()) {
            SmtpServer server = testbed.smtp();
            Properties settings = trusting(server);
            settings.setProperty("mail.smtp.starttls.required", "true");

            assertThatThrownBy(() -> send(server, settings, mail("no login", "a@x.example")))
                    .isInstanceOf(MessagingException.class);
            assertThatThrownBy(() -> send(server, settings, mail("wrong", "a@x.example"), "user", "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class);

            send(server, settings, mail("secret", "a@x.example"), "user", "pass word");
            assertThat(server.messages()).extracting(ReceivedMail::subject).containsExactly("secret");
        }
    }

    @Test
    void implicit_tls_works_with_the_servers_own_certificate() throws Exception {
        try (Testbed testbed =
                Testbed.builder().smtp(SmtpOptions.plain().withImplicitTls()).start()) {
            SmtpServer server = testbed.smtp();
            Properties settings = trusting(server);
            settings.setProperty("mail.smtp.ssl.enable", "true");

            send(server, settings, mail("secret", "a@x.example"));

            assertThat(server.url()).startsWith("smtps://127.0.0.1:");
            assertThat(server.messages()).extracting(ReceivedMail::subject).containsExactly("secret");
        }
    }

    private static Properties trusting(SmtpServer server) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("smtp", server.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Properties settings = new Properties();
        settings.put("mail.smtp.ssl.socketFactory", context.getSocketFactory());
        return settings;
    }

    private static void send(SmtpServer server, Properties settings, MimeMessage mail) throws MessagingException {
        send(server, settings, mail, null, null);
    }

    private static void send(SmtpServer server, Properties settings, MimeMessage mail, String user, String password)
            throws MessagingException {
        URI url = URI.create(server.url().replace("pass word", "-"));
        try (Transport transport = Session.getInstance(settings).getTransport("smtp")) {
            transport.connect(url.getHost(), url.getPort(), user, password);
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private static MimeMessage mail(String subject, String... to) throws MessagingException {
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setFrom("sender@x.example");
        for (String recipient : to) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(recipient));
        }
        mail.setSubject(subject, "UTF-8");
        mail.setText("Hello\r\n.dotted\r\n");
        mail.saveChanges();
        return mail;
    }

    private static String textOf(MimeMessage mail) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
