package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Job;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailComposerTest {
    private static final Mailbox SENDER = new Mailbox(null, "penstock@example.net");

    @Test
    void the_message_id_is_the_same_at_every_attempt_and_another_for_each_replay() throws Exception {
        EmailPayload payload = Payloads.with("");

        assertThat(compose(payload, job("order-7:mail.1", 1, null)).getMessageID())
                .isEqualTo(compose(payload, job("order-7:mail.1", 5, null)).getMessageID())
                .isEqualTo("<order-7=3Amail=2E1@example.net>");
        assertThat(compose(payload, job("order-7:mail.1", 1, "r1")).getMessageID())
                .isEqualTo("<order-7=3Amail=2E1=3Ar1@example.net>");
    }

    @Test
    void the_message_id_names_the_senders_domain() throws Exception {
        assertThat(compose(Payloads.with("'from': 'Shop <shop@shop.example>'"), job("1", 1, null))
                        .getMessageID())
                .isEqualTo("<1@shop.example>");
    }

    @Test
    void the_date_is_when_the_job_was_enqueued() throws Exception {
        assertThat(text(Payloads.with(""))).contains("Date: Sun, 1 Mar 2026 12:00:05 +0000\r\n");
    }

    @Test
    void plain_text_alone_is_not_multipart() throws Exception {
        assertThat(text(Payloads.with("")))
                .contains("Content-Type: text/plain; charset=UTF-8\r\n")
                .contains("MIME-Version: 1.0\r\n")
                .endsWith("\r\n\r\nHello");
    }

    @Test
    void html_alone_is_not_multipart() throws Exception {
        assertThat(text(Payloads.read("{'to': 'a@example.com', 'subject': 'Hi', 'html': '<p>Hello</p>'}")))
                .contains("Content-Type: text/html; charset=UTF-8\r\n");
    }

    @Test
    void text_and_html_are_alternatives_with_the_better_one_last() throws Exception {
        String mail = text(Payloads.with("'html': '<p>Hello</p>'"));

        assertThat(mail).contains("Content-Type: multipart/alternative;");
        assertThat(mail.indexOf("text/plain")).isLessThan(mail.indexOf("text/html"));
    }

    @Test
    void hidden_recipients_are_in_no_header() throws Exception {
        assertThat(text(Payloads.with("'cc': 'c@example.com', 'bcc': 'secret@example.com'")))
                .contains("Cc: c@example.com\r\n")
                .doesNotContain("secret")
                .doesNotContainIgnoringCase("bcc");
    }

    @Test
    void letters_beyond_ascii_are_encoded_everywhere() throws Exception {
        String mail = text(Payloads.read("""
                {'to': 'Zoë <zoe@example.com>', 'from': '\\"Müller, Jörg\\" <m@bücher.example>', 'subject': 'Grüße 🐦',
                 'body': 'Schöne Grüße', 'headers': {'X-Note': 'naïve'}}"""));

        assertThat(mail.chars()).allMatch(character -> character < 128);
        assertThat(mail)
                .contains("To: =?UTF-8?Q?Zo=C3=AB?= <zoe@example.com>\r\n")
                .contains("@xn--bcher-kva.example>\r\n")
                .contains("X-Note: =?UTF-8?Q?na=C3=AFve?=\r\n");
    }

    @Test
    void no_line_is_longer_than_the_standard_allows() throws Exception {
        String mail = text(Payloads.read("{'to': 'a@example.com', 'subject': '" + "long ".repeat(150) + "', 'body': '"
                + "x".repeat(5_000) + "', 'html': '" + "ü".repeat(5_000) + "', 'headers': {'X-Long': '"
                + "word ".repeat(190) + "'}}"));

        assertThat(mail.split("\r\n", -1)).allMatch(line -> line.length() <= 998);
    }

    @Test
    void bulk_mail_says_so_and_tells_how_to_leave() throws Exception {
        assertThat(text(Payloads.with("""
                'bulk': true, 'list_unsubscribe': {'url': 'https://example.com/u/1', 'mailto': 'leave@example.com'}""")))
                .contains("Precedence: bulk\r\n")
                .contains("Auto-Submitted: auto-generated\r\n")
                .contains("List-Unsubscribe: <https://example.com/u/1>, <mailto:leave@example.com>\r\n")
                .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        assertThat(text(Payloads.with("'list_unsubscribe': {'mailto': 'leave@example.com'}")))
                .contains("List-Unsubscribe: <mailto:leave@example.com>\r\n")
                .doesNotContain("List-Unsubscribe-Post")
                .doesNotContain("Precedence");
    }

    @Test
    void further_headers_and_reply_addresses_are_added() throws Exception {
        assertThat(text(Payloads.with(
                        "'headers': {'X-Campaign': 'spring'}, 'reply_to': ['r@example.com', 'Q <q@example.com>']")))
                .contains("X-Campaign: spring\r\n")
                .contains("Reply-To: r@example.com, Q <q@example.com>\r\n")
                .contains("From: penstock@example.net\r\n");
    }

    private static String text(EmailPayload payload) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        compose(payload, job("1", 1, null)).writeTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage compose(EmailPayload payload, Job job) throws Exception {
        return MailComposer.compose(payload, Envelope.of(payload, SENDER), job);
    }

    private static Job job(String id, int attempt, String replayId) {
        Instant enqueuedAt = Instant.parse("2026-03-01T12:00:05.678Z");
        return new Job(
                id,
                "email.send",
                "emails",
                null,
                null,
                attempt,
                8,
                enqueuedAt,
                null,
                null,
                replayId,
                null,
                null,
                Map.of());
    }
}
