package io.penstock.console.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.letter.AmqpValue;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction RULES =
            Redaction.usualAnd(List.of("$.customer.name", "$.items[*].code", "$['odd name'][0]"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"password":"a"}                         | {"password":"[redacted]"}
                    {"API-Key":{"a":[1,2]}}                  | {"API-Key":"[redacted]"}
                    {"apiKey":7}                             | {"apiKey":"[redacted]"}
                    {"a":[{"userPassWord":null}]}            | {"a":[{"userPassWord":"[redacted]"}]}
                    {"pass\\u0077ord":"a"}                   | {"password":"[redacted]"}
                    {"a":1,"token":2,"token":3}              | {"a":1,"token":"[redacted]","token":"[redacted]"}
                    {"customer":{"name":"x","id":1}}         | {"customer":{"name":"[redacted]","id":1}}
                    {"name":"x"}                             | {"name":"x"}
                    {"items":[{"code":1},{"code":2}]}        | {"items":[{"code":"[redacted]"},{"code":"[redacted]"}]}
                    {"odd name":[1,2]}                       | {"odd name":["[redacted]",2]}
                    {"n":12345678901234567890.10,"e":1e400}  | {"n":12345678901234567890.10,"e":1e400}
                    {"n":4111111111111111}                   | {"n":"[redacted]"}
                    {"t":"pay 4111-1111-1111-1111 now"}      | {"t":"pay [redacted] now"}
                    {"t":"DE89 3704 0044 0532 0130 00 of A"} | {"t":"[redacted] of A"}
                    {"4111111111111111":true}                | {"[redacted]":true}
                    ["Bearer abcdefghijk"]                   | ["Bearer [redacted]"]
                    "amqp://u:p4ss@host/x"                   | "amqp://u:[redacted]@host/x"
                    """)
    void a_document_is_shown_without_what_the_rules_hide(String document, String shown) {
        assertThat(payload(document))
                .isEqualTo(new LetterView.Payload(
                        LetterView.Form.JSON, shown, document.getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112", // wrong check digit
                "1234567890123", // a time in milliseconds
                "1763979330123",
                "DE89370400440532013001",
                "order 20261125-000123",
                "0198c2f4-6f7e-7b3a-9d0e-2f6a1b3c4d5e",
                "basic training",
                "12.5"
            })
    void what_only_looks_like_a_secret_is_shown(String text) {
        assertThat(RULES.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    login failed: password=hunter2, user=ann | login failed: password=[redacted], user=ann
                    {"secret": "abc", "x                     | {"secret": [redacted], "x
                    Authorization: Basic dXNlcjpwYXNz        | Authorization: [redacted] [redacted]
                    token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc refused | token [redacted] refused
                    signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw     | signed with [redacted]
                    """)
    void texts_that_are_no_json_are_searched_as_well(String text, String shown) {
        assertThat(payload(text).text()).isEqualTo(shown);
    }

    @Test
    void what_is_not_utf_8_is_not_shown_at_all() {
        assertThat(view(new byte[] {(byte) 0xff, 'p'}, Map.of()).payload())
                .isEqualTo(new LetterView.Payload(LetterView.Form.BINARY, "", 2));
        assertThat(LetterView.revealed(letter(), content(new byte[] {(byte) 0xff, 'p'}, Map.of()))
                        .payload()
                        .text())
                .isEqualTo("/3A=");
    }

    @Test
    void headers_are_hidden_like_fields() {
        Map<String, AmqpValue> headers = view(
                        new byte[0],
                        Map.of(
                                "X-Auth-Token",
                                "abc",
                                "card",
                                4_111_111_111_111_111L,
                                "nested",
                                Map.of("password", "a", "plain", "b"),
                                "list",
                                List.of("Bearer abcdefgh"),
                                "document",
                                "{\"secret\":1}",
                                "bytes",
                                new byte[] {1, 2},
                                "count",
                                7))
                .headers();

        assertThat(headers.get("X-Auth-Token").value()).isEqualTo(Redaction.HIDDEN);
        assertThat(headers.get("card").value()).isEqualTo(Redaction.HIDDEN);
        assertThat(headers.get("nested").value())
                .isEqualTo(Map.of(
                        "password", new AmqpValue("string", Redaction.HIDDEN), "plain", new AmqpValue("string", "b")));
        assertThat(headers.get("list").value()).isEqualTo(List.of(new AmqpValue("string", "Bearer [redacted]")));
        assertThat(headers.get("document").value()).isEqualTo("{\"secret\":\"[redacted]\"}");
        assertThat(headers.get("bytes").value()).isEqualTo("[2 bytes]");
        assertThat(headers.get("count")).isEqualTo(new AmqpValue("int", 7L));
    }

    @Test
    void a_large_payload_takes_no_long_time_whatever_it_is() {
        for (String text :
                List.of("1".repeat(1_048_576), "a ".repeat(524_288), "aB3".repeat(349_525), "= :".repeat(349_525))) {
            long begin = System.nanoTime();
            assertThat(payload(text).bytes()).isGreaterThan(1_000_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "--", "$", "$.", "$.a b", "$..a", "$[x]"})
    void a_rule_that_is_none_is_refused(String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redaction.of(List.of(rule)))
                .withMessageContaining("\"" + rule + "\"");
    }

    private static LetterView.Payload payload(String document) {
        return view(document.getBytes(StandardCharsets.UTF_8), Map.of()).payload();
    }

    private static LetterView view(byte[] body, Map<String, Object> headers) {
        return LetterView.redacted(letter(), content(body, headers), RULES);
    }

    private static LetterContent content(byte[] body, Map<String, Object> headers) {
        return new LetterContent(
                Envelope.of(new BasicProperties.Builder().headers(headers).build()), body);
    }

    static DeadLetter letter() {
        return new DeadLetter(
                1,
                new DeadLetter.Job("j", "q", null, null, null, 1, 2),
                new DeadLetter.Death(Instant.EPOCH, "rejected", null, "password=x", null),
                "f",
                new DeadLetter.Status(LetterState.OPEN, Instant.EPOCH, null, null, null));
    }
}
