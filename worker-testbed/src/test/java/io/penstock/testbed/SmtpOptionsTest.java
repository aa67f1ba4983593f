package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SmtpOptionsTest {
    @Test
    void both_kinds_of_tls_at_once_are_refused() {
        SmtpOptions startTls = SmtpOptions.plain().withStartTls();

        assertThatThrownBy(startTls::withImplicitTls)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most one");
    }

    @Test
    void a_user_without_a_password_is_refused() {
        assertThatThrownBy(() -> new SmtpOptions(false, false, "user", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected both or none");
    }
}
