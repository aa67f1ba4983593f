package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.spi.JobHandler;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

class EmailDeliveryIT {
    private record Mail(String from, List<String> recipients, String text) {
        MimeMessage parsed() throws Exception {
            return new MimeMessage(null, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final SMTPServer server = SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandlerFactory(context -> new Reception(mails))
            .insertReceivedHeaders(false)
            .build();
    private RunningHandler handler;

    @BeforeEach
    void start() {
        server.start();
        handler = RunningHandler.with("smtp://localhost:" + server.getPortAllocated());
    }

    @AfterEach
    void stop() {
        handler.close();
        server.stop();
    }

    @Test
    void the_runtime_finds_the_plug_in() {
        assertThat(ServiceLoader.load(JobHandler.class)).anySatisfy(found -> {
            assertThat(found.type()).isEqualTo("email.send");
            assertThat(found.queue()).isEqualTo("emails");
            assertThat(found.payloadType()).isEqualTo(EmailPayload.class);
            assertThat(found).isInstanceOf(EmailHandler.class);
        });
    }

    @Test
    void the_smallest_payload_arrives() throws Exception {
        Outcome outcome = handler.run(Payloads.with(""));

        assertThat(outcome).isInstanceOfSatisfying(Done.class, done -> {
            EmailResult result = (EmailResult) done.result();
            assertThat(result.messageId()).isEqualTo("<order-7@example.net>");
            assertThat(result.accepted()).containsExactly("a@example.com");
            assertThat(result.rejected()).isEmpty();
            assertThat(result.reply()).startsWith("250 ");
        });
        assertThat(mails).singleElement().satisfies(mail -> {
            assertThat(mail.from()).isEqualTo("shop@example.net");
            assertThat(mail.recipients()).containsExactly("a@example.com");
            assertThat(mail.text()).isEqualToNormalizingNewlines("""
                    Date: Sun, 1 Mar 2026 12:00:00 +0000
                    From: shop@example.net
                    To: a@example.com
                    Message-ID: <order-7@example.net>
                    Subject: Hi
                    MIME-Version: 1.0
                    Content-Type: text/plain; charset=UTF-8
                    Content-Transfer-Encoding: 7bit

                    Hello
                    """);
        });
    }

    @Test
    void every_recipient_gets_a_copy_and_the_hidden_ones_stay_hidden() throws Exception {
        handler.run(Payloads.with("'cc': 'c@example.com', 'bcc': ['d@example.com', 'e@example.com']"));

        assertThat(mails).singleElement().satisfies(mail -> {
            assertThat(mail.recipients())
                    .containsExactly("a@example.com", "c@example.com", "d@example.com", "e@example.com");
            assertThat(mail.text())
                    .contains("Cc: c@example.com\r\n")
                    .doesNotContain("d@example.com")
                    .doesNotContain("e@example.com");
        });
    }

    @Test
    void text_and_html_arrive_as_they_were_written() throws Exception {
        String body = "Grüße,\nZoë 🐦\n\n.\nFrom here\n..two dots";
        handler.run(Payloads.of(Map.of(
                "to",
                "Zoë <zoe@bücher.example>",
                "from",
                "\"Müller, Jörg\" <m@example.org>",
                "subject",
                "Größe: ½ – 🐦 " + "lang ".repeat(40).strip(),
                "body",
                body,
                "html",
                "<p>" + body + "</p>")));

        Mail mail = mails.getFirst();
        MimeMultipart parts = (MimeMultipart) mail.parsed().getContent();
        assertThat(mail.recipients()).containsExactly("zoe@xn--bcher-kva.example");
        assertThat(mail.from()).isEqualTo("m@example.org");
        assertThat(mail.text().chars()).allMatch(character -> character < 128);
        assertThat(mail.parsed().getSubject())
                .isEqualTo("Größe: ½ – 🐦 " + "lang ".repeat(40).strip());
        assertThat(MimeUtility.decodeText(mail.parsed().getHeader("From", null)))
                .contains("Müller, Jörg");
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat((String) parts.getBodyPart(0).getContent()).isEqualToNormalizingNewlines(body);
        assertThat((String) parts.getBodyPart(1).getContent()).isEqualToNormalizingNewlines("<p>" + body + "</p>");
    }

    @Test
    void a_body_cannot_smuggle_in_a_second_mail() throws Exception {
        for (String end : List.of("\r\n.\r\n", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\r", "\r\n.\n")) {
            mails.clear();
            String body =
                    "first" + end + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nx" + end;
            handler.run(Payloads.of(Map.of("to", "a@example.com", "subject", "Hi", "body", body)));

            assertThat(mails).singleElement().satisfies(mail -> {
                assertThat(mail.recipients()).containsExactly("a@example.com");
                assertThat(mail.text().replace("\r\n", "")).doesNotContain("\r", "\n");
            });
        }
    }

    @Test
    void a_second_attempt_sends_the_very_same_mail() throws Exception {
        handler.run(Payloads.with("'headers': {'X-A': '1'}"));
        handler.run(Payloads.with("'headers': {'X-A': '1'}"));

        assertThat(mails).hasSize(2);
        assertThat(mails.get(0).text()).isEqualTo(mails.get(1).text());
    }

    /** Takes one mail for all its recipients. */
    private static final class Reception implements MessageHandler {
        private final List<Mail> mails;
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        Reception(List<Mail> mails) {
            this.mails = mails;
        }

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) {
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            String text = new String(data.readAllBytes(), StandardCharsets.ISO_8859_1);
            mails.add(new Mail(sender, List.copyOf(recipients), text));
            return "queued";
        }

        @Override
        public void done() {}
    }
}
