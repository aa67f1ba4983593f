package io.penstock.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(List.of("hunter2", "hunter2-extended", "abc", ""));

    @Test
    void a_secret_is_masked_wherever_it_stands_and_however_often() {
        assertThat(redactor.mask("hunter2 and xhunter2x and hunter2")).isEqualTo("*** and x***x and ***");
    }

    @Test
    void of_two_secrets_of_which_one_begins_like_the_other_nothing_remains() {
        assertThat(redactor.mask("hunter2-extended")).isEqualTo("***");
    }

    @Test
    void secrets_too_short_to_search_for_do_not_mask_innocent_text() {
        assertThat(redactor.mask("the abc of it")).isEqualTo("the abc of it");
        Redactor boundary = new Redactor(List.of("four", "fives"));
        assertThat(boundary.mask("four fives")).isEqualTo("four ***");
    }

    @Test
    void a_secret_is_no_pattern() {
        Redactor special = new Redactor(List.of("a.*b$(1)"));
        assertThat(special.mask("aXXb$(1) a.*b$(1)")).isEqualTo("aXXb$(1) ***");
    }

    @ParameterizedTest
    @CsvSource({
        "see amqp://shop:secret@broker:5672/v, see amqp://shop:***@broker:5672/v",
        "redis://:secret@cache, redis://:***@cache",
        "https://a:b@x and smtp://c:d@y, https://a:***@x and smtp://c:***@y",
        "https://host:8080/path, https://host:8080/path",
        "https://host/a@b:c@d, https://host/a@b:c@d",
        "key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!, key whsec_***!",
        "key whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!, key whsk_***!",
        "whsec_short, whsec_short",
    })
    void passwords_in_urls_and_webhook_secrets_are_masked_although_nobody_configured_them(String text, String masked) {
        assertThat(redactor.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing to hide", "a@b:c", "://"})
    void other_text_stays_as_it_is(String text) {
        assertThat(redactor.mask(text)).isEqualTo(text);
    }
}
