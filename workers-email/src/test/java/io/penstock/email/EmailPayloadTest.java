package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailPayloadTest {

    @Test
    void the_smallest_payload_is_read() {
        EmailPayload payload = Payloads.read("{'to': 'a@example.com', 'subject': 'Hi', 'body': 'Hello'}");

        assertThat(payload.to()).containsExactly("a@example.com");
        assertThat(payload.cc()).isEmpty();
        assertThat(payload.headers()).isEmpty();
        assertThat(payload.bulk()).isFalse();
    }

    @Test
    void every_field_is_read() {
        EmailPayload payload = Payloads.read("""
                {'to': ['a@example.com', 'B <b@example.com>'], 'cc': 'c@example.com', 'bcc': ['d@example.com'],
                 'reply_to': 'r@example.com', 'from': 'Shop <shop@example.com>', 'subject': 'Hi', 'body': 'Hello',
                 'html': '<p>Hello</p>', 'headers': {'X-Campaign': 'spring'},
                 'list_unsubscribe': {'url': 'https://example.com/u/1', 'mailto': 'leave@example.com'}, 'bulk': true}""");

        assertThat(Envelope.of(payload, new Mailbox(null, "default@example.com"))
                        .from())
                .isEqualTo(new Mailbox("Shop", "shop@example.com"));
        assertThat(payload.to()).hasSize(2);
        assertThat(payload.replyTo()).containsExactly("r@example.com");
        assertThat(payload.bulk()).isTrue();
    }

    @Test
    void a_recipient_named_twice_gets_one_copy() {
        EmailPayload payload = Payloads.with("'cc': 'A <a@EXAMPLE.com>', 'bcc': ['b@example.com', 'A@example.com']");

        assertThat(Envelope.of(payload, new Mailbox(null, "f@example.com")).recipients())
                .containsExactly("a@example.com", "b@example.com", "A@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'template': 'welcome'", "'model': {}", "'attachments': []"})
    void a_field_of_a_later_version_is_refused_rather_than_ignored(String field) {
        assertThat(Payloads.whyRefusedWith(field)).endsWith(": not supported by this version of workers-email");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'subject': 'Hi', 'body': 'x'} | to: expected 1 to 100 recipients in to, cc and bcc together, got 0",
                "{'to': [], 'subject': 'Hi', 'body': 'x'} | to: expected 1 to 100",
                "{'to': [null], 'subject': 'Hi', 'body': 'x'} | to: expected addresses, got null among them",
                "{'to': 'a@example.com', 'body': 'x'} | subject: expected a line of text, got none",
                "{'to': 'a@example.com', 'subject': ' ', 'body': 'x'} | subject: expected a line of text, got none",
                "{'to': 'a@example.com', 'subject': 'Hi'} | body: expected body (plain text) or html or both",
                "{'to': 'a@example.com', 'subject': 'Hi\\r\\nBcc: b@example.com', 'body': 'x'} | subject: expected one line",
                "{'to': 'a@example.com, b@example.com', 'subject': 'Hi', 'body': 'x'} | to: expected one address",
                "{'to': 'a@example.com', 'subject': 'Hi', 'body': 'x', 'from': 'f'} | from: expected one address",
                "{'to': 'a@example.com', 'subject': 'Hi', 'body': 'x', 'reply_to': 'r'} | reply_to: expected one address",
                "{'to': 'a@example.com', 'subject': 'Hi', 'body': 'x', 'text': 'x'} | Unrecognized field"
            })
    void a_payload_that_cannot_be_sent_is_refused_by_field(String json, String expected) {
        assertThat(Payloads.whyRefused(json)).contains(expected);
    }

    @Test
    void more_recipients_than_every_server_takes_are_refused() {
        String hundred = IntStream.range(0, 100)
                .mapToObj(i -> "'u" + i + "@example.com'")
                .collect(Collectors.joining(","));

        assertThat(Payloads.whyRefusedWith("'bcc': [" + hundred + "]")).endsWith("together, got 101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bcc",
                "bCC",
                "From",
                "Message-ID",
                "Content-Type",
                "MIME-Version",
                "List-Unsubscribe",
                "DKIM-Signature",
                "Received",
                "Resent-To",
                "List-Unsubscribe-Post",
                "Return-Path",
                "Sender"
            })
    void a_header_that_is_not_the_payloads_business_is_refused(String name) {
        assertThat(Payloads.whyRefusedWith("'headers': {'" + name + "': 'x'}")).endsWith("got " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X Y", "X:Y", "", "X\\r\\nBcc", "X-Ü", "X\\u0000"})
    void a_header_name_that_is_none_is_refused(String name) {
        assertThat(Payloads.whyRefusedWith("'headers': {'" + name + "': 'x'}"))
                .startsWith("headers: expected names of 1 to 76 printable ASCII characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nBcc: b@example.com", "a\\nb", "a\\rb", "a\\u0000b", "a\\tb"})
    void a_header_value_that_breaks_its_line_is_refused(String value) {
        assertThat(Payloads.whyRefusedWith("'headers': {'X-A': '" + value + "'}"))
                .startsWith("headers.X-A: expected one line");
    }

    @Test
    void headers_are_limited_and_unambiguous() {
        String many = IntStream.range(0, 51).mapToObj(i -> "'X-" + i + "': 'x'").collect(Collectors.joining(","));

        assertThat(Payloads.whyRefusedWith("'headers': {" + many + "}")).contains("at most 50 headers, got 51");
        assertThat(Payloads.whyRefusedWith("'headers': {'X-A': '1', 'x-a': '2'}"))
                .contains("each name once");
        assertThat(Payloads.whyRefusedWith("'headers': {'X-A': null}")).contains("expected text");
        assertThat(Payloads.whyRefusedWith("'headers': {'X-A': '" + "x".repeat(994) + "'}"))
                .contains("at most 993");
        assertThat(Payloads.whyRefusedWith("'headers': {'Precedence': 'list'}, 'bulk': true"))
                .contains("bulk sets it");
        assertThat(Payloads.with("'headers': {'Precedence': 'list'}").headers()).containsKey("Precedence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'url': 'http://example.com/u'}",
                "{'url': 'https:///u'}",
                "{'url': 'https://user:secret@example.com/u'}",
                "{'url': 'https://example.com/u>,<mailto:x@example.com'}",
                "{'url': 'https://example.com/a,b'}",
                "{'url': 'https://example.com/ü'}",
                "{'url': 'https://example.com/\\r\\nBcc:x'}",
                "{'mailto': 'leave'}",
                "{'mailto': 'Leave <leave@example.com>'}",
                "{'mailto': 'mailto:leave@example.com?subject=a b'}",
                "{'mailto': 'mailto:a@example.com,b@example.com'}",
                "{'mailto': 'leave@example.com?subject=stop'}"
            })
    void a_way_out_that_would_not_work_is_refused(String listUnsubscribe) {
        assertThat(Payloads.whyRefusedWith("'list_unsubscribe': " + listUnsubscribe))
                .startsWith("list_unsubscribe")
                .doesNotContain("secret");
    }

    @Test
    void the_way_out_may_be_a_url_or_an_address() {
        assertThat(new ListUnsubscribe("https://example.com/u?t=1", null).header())
                .isEqualTo("<https://example.com/u?t=1>");
        assertThat(new ListUnsubscribe(null, "leave@example.com").header()).isEqualTo("<mailto:leave@example.com>");
        assertThat(new ListUnsubscribe(null, "mailto:leave@example.com?subject=stop").header())
                .isEqualTo("<mailto:leave@example.com?subject=stop>");
    }
}
