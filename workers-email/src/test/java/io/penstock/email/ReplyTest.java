package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.email.Reply.Meaning;
import io.penstock.email.Reply.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421, TEMPORARY",
        "CONNECT, 454, TEMPORARY",
        "CONNECT, 535, LOGIN",
        "CONNECT, 554, PERMANENT",
        "MAIL, 250, ACCEPTED",
        "MAIL, 421, TEMPORARY",
        "MAIL, 451, TEMPORARY",
        "MAIL, 452, TEMPORARY",
        "MAIL, 530, LOGIN",
        "MAIL, 534, LOGIN",
        "MAIL, 538, LOGIN",
        "MAIL, 550, PERMANENT",
        "MAIL, 552, PERMANENT",
        "RCPT, 251, ACCEPTED",
        "RCPT, 450, TEMPORARY",
        "RCPT, 452, TEMPORARY",
        "RCPT, 499, TEMPORARY",
        "RCPT, 550, PERMANENT",
        "RCPT, 551, PERMANENT",
        "RCPT, 552, TEMPORARY",
        "RCPT, 553, PERMANENT",
        "DATA, 451, TEMPORARY",
        "DATA, 554, PERMANENT",
        "END_OF_DATA, 250, ACCEPTED",
        "END_OF_DATA, 421, TEMPORARY",
        "END_OF_DATA, 552, PERMANENT",
        "END_OF_DATA, 554, PERMANENT",
        "END_OF_DATA, 354, NONE",
        "END_OF_DATA, -1, NONE",
        "END_OF_DATA, 0, NONE",
        "RCPT, 600, NONE"
    })
    void a_code_means_the_same_everywhere_but_for_552(Step step, int code, Meaning meaning) {
        assertThat(new Reply(step, code, code + " text").meaning()).isEqualTo(meaning);
    }

    @Test
    void a_reply_of_many_lines_becomes_one_short_line() {
        assertThat(new Reply(Step.RCPT, 550, "550-no\r\n550 such user\n").text())
                .isEqualTo("550-no 550 such user");
        assertThat(new Reply(Step.RCPT, 550, "550 " + "x".repeat(2_000)).text()).hasSizeLessThan(510);
    }
}
