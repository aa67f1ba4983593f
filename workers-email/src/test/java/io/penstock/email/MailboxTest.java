package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

    @Test
    void an_address_is_read_with_and_without_a_name() {
        assertThat(Mailbox.parse("to", " jane@example.com ")).isEqualTo(new Mailbox(null, "jane@example.com"));
        assertThat(Mailbox.parse("to", "<jane@example.com>")).isEqualTo(new Mailbox(null, "jane@example.com"));
        assertThat(Mailbox.parse("to", "Jane Q. Doe <jane@example.com>"))
                .isEqualTo(new Mailbox("Jane Q. Doe", "jane@example.com"));
        assertThat(Mailbox.parse("to", "\"Doe, \\\"J\\\"\" <j.doe+x@example.com>"))
                .isEqualTo(new Mailbox("Doe, \"J\"", "j.doe+x@example.com"));
        assertThat(Mailbox.parse("to", "Zoë 🐦 <zoe@example.com>")).isEqualTo(new Mailbox("Zoë 🐦", "zoe@example.com"));
        assertThat(Mailbox.parse("to", "root@localhost").domain()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com,b@example.com",
                "a@example.com, b@example.com",
                "A <a@example.com>, B <b@example.com>",
                "Doe, Jane <jane@example.com>",
                "a@example.com;b@example.com",
                "a@example.com b@example.com",
                "<a@example.com>c@example.net",
                "<a@example.com><b@example.com>",
                "a@example.com<b@example.com>",
                "Jane <Doe> <jane@example.com>",
                "friends: a@example.com;",
                "Friends: A <a@example.com>",
                "jane@example.com (Jane)",
                "(x)jane@example.com",
                "Jane (Support) <jane@example.com>",
                "\"Jane\" Doe <jane@example.com>",
                "\"a\"b\" <jane@example.com>",
                "@relay.example,@other.example:jane@example.com",
                "\"jane doe\"@example.com",
                "jane@[192.0.2.1]",
                "jane@192.0.2.1",
                "jane@example",
                "jane@-example.com",
                "jane@example..com",
                ".jane@example.com",
                "jane..doe@example.com",
                "jane.@example.com",
                "jane@exam_ple.com",
                "jane@@example.com",
                "jane",
                "@example.com",
                "jane@",
                "",
                " ",
                "<>",
                "jane@ example.com",
                "jane @example.com",
                "<jane@example.com> SIZE=1"
            })
    void what_is_not_exactly_one_plain_address_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to[2]", text))
                .withMessageStartingWith("to[2]: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com\r\nBcc: b@example.com",
                "a@example.com\nRCPT TO:<b@example.com>",
                "Jane\r\nBcc: b@example.com <a@example.com>",
                "\"Jane\rX: y\" <a@example.com>",
                "a@example.com\u0000",
                "a\tb <a@example.com>",
                "Jane\u2028X: y <a@example.com>",
                "a@example.com\u0085"
            })
    void a_line_break_or_control_character_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to", text))
                .withMessage("to: expected one line without control characters, got a line break or control character");
    }

    @Test
    void an_internationalised_domain_becomes_ascii() {
        assertThat(Mailbox.parse("to", "info@bücher.example").address()).isEqualTo("info@xn--bcher-kva.example");
        assertThat(Mailbox.parse("to", "info@日本語。example").address()).isEqualTo("info@xn--wgv71a119e.example");
    }

    @Test
    void a_domain_that_two_standards_give_to_different_owners_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to", "info@straße.example"))
                .withMessageContaining("xn-- form");
    }

    @Test
    void letters_before_the_at_sign_that_need_smtputf8_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to", "zoë@example.com"))
                .withMessageContaining("SMTPUTF8");
    }

    @Test
    void an_overlong_address_is_refused_without_being_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to", "a".repeat(600) + "@example.com"))
                .withMessage("to: expected at most 500 characters, got 612");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parse("to", "a".repeat(65) + "@example.com"))
                .withMessageStartingWith("to: expected one address");
    }

    @Test
    void one_of_several_is_named_by_its_index() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parseAll("cc", List.of("a@example.com", "b")))
                .withMessageStartingWith("cc[1]: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.parseAll("cc", List.of("b")))
                .withMessageStartingWith("cc: ");
    }
}
