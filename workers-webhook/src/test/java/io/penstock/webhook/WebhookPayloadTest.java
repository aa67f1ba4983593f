package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookPayloadTest {
    private static final String URL = "https://hooks.example.com/in/T0ken?key=s3cret";

    @Test
    void data_travels_in_an_envelope_that_is_the_same_at_each_attempt() {
        WebhookPayload payload =
                Payloads.with(URL, "'data': {'amount': 10.50, 'big': 123456789012345678901234567890, 'n': null}");
        Message message = Message.of(payload, RunningHandler.job("j", 1, Instant.parse("2026-03-01T12:00:00Z")));
        Message again = Message.of(payload, RunningHandler.job("j", 7, Instant.parse("2026-03-01T12:00:00Z")));

        assertThat(new String(message.bytes(), StandardCharsets.UTF_8)).isEqualTo("""
                {"type":"invoice.paid","timestamp":"2026-03-01T12:00:00Z",\
                "data":{"amount":10.50,"big":123456789012345678901234567890,"n":null}}""");
        assertThat(again.bytes()).isEqualTo(message.bytes());
        assertThat(message.contentType()).isEqualTo("application/json");
    }

    @Test
    void a_body_travels_as_it_is() {
        WebhookPayload payload = Payloads.with(
                URL, "'data': null, 'event_type': null, 'body': 'Grüße', 'headers': {'Content-Type': 'text/plain'}");
        Message message = Message.of(payload, RunningHandler.job("j", 1, Instant.EPOCH));

        assertThat(message.bytes()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
        assertThat(message.contentType()).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'url': null; url: expected https://…, got none",
                "'data': null; data: expected either data (any JSON) or body (a string), got none",
                "'body': 'x'; data: expected either data (any JSON) or body (a string), got both",
                "'event_type': null; event_type: expected 1 to 256 characters",
                "'event_type': 'a b'; event_type: expected 1 to 256 characters",
                "'secret': null; secret_ref: expected one to 5 names of secrets",
                "'secret': []; secret_ref: expected one to 5 names of secrets",
                "'secret': [null]; secret_ref: expected one to 5 names of secrets",
                "'secret': ['a','b','c','d','e','f']; secret_ref: expected one to 5 names of secrets",
                "'secret_ref': 'env:acme'; secret_ref: expected one to 5 names of secrets",
                "'endpoint': 'a b'; endpoint: expected 1 to 200 characters",
                "'endpoint': ''; endpoint: expected 1 to 200 characters",
                "'headers': {'Host': 'x'}; headers.Host: expected none of the worker's own headers",
                "'headers': {'X-A': null}; headers.X-A: expected printable ASCII",
                "'headers': {'X-A': 'a\\r\\nb'}; headers.X-A: expected printable ASCII"
            })
    void what_cannot_be_delivered_is_refused_by_name(String change, String message) {
        assertThatThrownBy(() -> Payloads.with(URL, change)).hasStackTraceContaining(message);
    }

    @Test
    void a_message_of_more_than_256_kib_is_refused() {
        WebhookPayload payload = Payloads.with(URL, "'data': '" + "ü".repeat(131_072) + "'");

        assertThatThrownBy(() -> Message.of(payload, RunningHandler.job("j", 1, Instant.EPOCH)))
                .hasMessageContaining("at most 262144 bytes");
    }

    @Test
    void a_payload_shows_neither_secret_nor_content_nor_url() {
        assertThat(Payloads.to(URL).toString()).doesNotContain("whsec", "42", "T0ken", "s3cret", "https");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Hooks.Example.com/in/T0ken, https://hooks.example.com:443",
        "http://127.0.0.1:8080?x, http://127.0.0.1:8080",
        "https://[2001:db8::1]:8443/, https://[2001:db8::1]:8443",
        "https://user:pw@example.com/, ''",
        "ftp://example.com, ''",
        "https://exa mple.com, ''"
    })
    void of_a_url_no_more_is_shown_than_whom_it_calls(String url, String origin) {
        assertThat(Origin.of(url)).isEqualTo(origin);
    }
}
