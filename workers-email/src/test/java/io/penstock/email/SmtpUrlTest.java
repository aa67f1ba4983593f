package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.email.SmtpUrl.Credentials;
import io.penstock.email.SmtpUrl.StartTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.com, 25, REQUIRED",
        "smtp://mail.example.com:587, 587, REQUIRED",
        "smtp://mail.example.com?starttls=optional, 25, OPTIONAL",
        "smtp://mail.example.com/?starttls=off, 25, OFF",
        "smtp://10.0.0.1, 25, REQUIRED",
        "smtp://localhost.example.com, 25, REQUIRED",
        "smtp://127.0.0.1.example.com, 25, REQUIRED",
        "smtp://localhost, 25, OPTIONAL",
        "smtp://LOCALHOST, 25, OPTIONAL",
        "smtp://mail.localhost:2525, 2525, OPTIONAL",
        "smtp://127.1.2.3, 25, OPTIONAL",
        "smtp://[::1]:25, 25, OPTIONAL",
        "smtp://localhost?starttls=required, 25, REQUIRED",
        "smtps://mail.example.com, 465, OFF",
        "SMTPS://mail.example.com:4650, 4650, OFF"
    })
    void encryption_is_required_unless_the_host_is_this_machine_or_the_url_says_otherwise(
            String text, int port, StartTls startTls) {
        SmtpUrl url = SmtpUrl.parse(text);

        assertThat(url.port()).isEqualTo(port);
        assertThat(url.startTls()).isEqualTo(startTls);
        assertThat(url.encrypted())
                .isEqualTo(text.toLowerCase(java.util.Locale.ROOT).startsWith("smtps"));
    }

    @Test
    void credentials_are_percent_decoded_and_never_shown() {
        SmtpUrl url = SmtpUrl.parse("smtps://user%40example.com:p%2Fa+s%3As@mail.example.com");

        assertThat(url.credentials()).isEqualTo(new Credentials("user@example.com", "p/a+s:s"));
        assertThat(url).hasToString("smtps://***@mail.example.com:465");
        assertThat(SmtpUrl.parse("smtp://[::1]:2525")).hasToString("smtp://[::1]:2525?starttls=optional");
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional", "off"})
    void a_password_never_crosses_the_network_unencrypted(String startTls) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpUrl.parse("smtp://user:s3cret@mail.example.com?starttls=" + startTls))
                .withMessageContaining("unencrypted")
                .withMessageNotContaining("s3cret");
        assertThat(SmtpUrl.parse("smtp://user:s3cret@localhost?starttls=" + startTls)
                        .credentials())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example.com",
                "http://s3cret.example.com",
                "smtp://",
                "smtp:mail.example.com",
                "smtp://user@mail.example.com",
                "smtp://:s3cret@mail.example.com",
                "smtp://user:@mail.example.com",
                "smtp://user:s3cret/x@mail.example.com",
                "smtp://user:s3cret#x@mail.example.com",
                "smtp://user:s3cret%zz@mail.example.com",
                "smtp://user:s3cret@mail.example.com/path",
                "smtp://user:s3cret@mail.example.com?tls=yes",
                "smtp://user:s3cret@mail.example.com?starttls=maybe",
                "smtps://user:s3cret@mail.example.com?starttls=off",
                "smtp://user:s3cret@mail.example.com:0",
                "smtp://user:s3cret@mail.example.com:70000",
                "smtp://user:s3cret@mail_example"
            })
    void a_url_that_is_none_is_refused_without_repeating_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpUrl.parse(text))
                .withMessageStartingWith("expected ")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }
}
