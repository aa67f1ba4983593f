package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "CONTENT-LENGTH",
                "Transfer-Encoding",
                "Connection",
                "Content-Encoding",
                "Accept-Encoding",
                "webhook-id",
                "Webhook-Signature",
                "Proxy-Authorization",
                "Upgrade",
                "TE",
                "Expect",
                "X-Forwarded-For"
            })
    void that_are_the_workers_own_are_refused(String name) {
        assertThatThrownBy(() -> CustomHeaders.checked(Map.of(name, "x")))
                .hasMessage("headers." + name + ": expected none of the worker's own headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Y", "X:", "X\r\nEvil", "X\nEvil", "Größe", ":path", "X\u0000"})
    void with_names_that_are_none_are_refused(String name) {
        assertThatThrownBy(() -> CustomHeaders.checked(Map.of(name, "x"))).hasMessageStartingWith("headers: expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: 1", "a\nb", "a\rb", "a\u0000b", "ü", " a", "a ", "", "a\u007fb", "a\u2028b"})
    void with_values_that_could_become_two_are_refused_without_repeating_them(String value) {
        assertThatThrownBy(() -> CustomHeaders.checked(Map.of("X-A", value)))
                .hasMessage("headers.X-A: expected printable ASCII without line breaks, got something else");
    }

    @Test
    void come_through_as_they_are() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("X-A", "1, 2;\tthree", "Authorization", "Bearer abc"));

        assertThat(CustomHeaders.checked(headers)).isEqualTo(headers);
    }

    @Test
    void that_differ_in_case_alone_or_are_too_many_are_refused() {
        assertThatThrownBy(() -> CustomHeaders.checked(Map.of("X-A", "1", "x-a", "2")))
                .hasMessageContaining("once, got it twice");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) {
            many.put("X-" + i, "1");
        }
        assertThatThrownBy(() -> CustomHeaders.checked(many)).hasMessageContaining("at most 50");
        assertThatThrownBy(() -> CustomHeaders.checked(Map.of("X-A", "a".repeat(8_190))))
                .hasMessageContaining("8192 characters");
    }
}
