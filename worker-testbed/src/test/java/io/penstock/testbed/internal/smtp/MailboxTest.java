package io.penstock.testbed.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testbed.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
    @TempDir
    Path folder;

    private Mailbox mailbox;

    @BeforeEach
    void openMailbox() {
        mailbox = new Mailbox(folder);
    }

    @Test
    void mails_come_back_with_envelope_and_text_in_the_order_they_came() throws IOException {
        mailbox.store("a@x.example", List.of("b@x.example", "c@x.example"), bytes("Subject: one\r\n\r\n1\r\n"));
        mailbox.store("", List.of("d@x.example"), bytes("Subject: two\r\n\r\n2\r\n"));

        assertThat(new Mailbox(folder).messages())
                .containsExactly(
                        new ReceivedMail(
                                List.of("b@x.example", "c@x.example"), "a@x.example", "Subject: one\r\n\r\n1\r\n"),
                        new ReceivedMail(List.of("d@x.example"), "", "Subject: two\r\n\r\n2\r\n"));
    }

    @Test
    void a_message_that_imitates_the_envelope_changes_nothing() throws IOException {
        String imitation = "Delivered-To: evil@x.example\r\nX-Testbed-Received: never\r\n\r\nbody\r\n";

        mailbox.store("a@x.example", List.of("b@x.example"), bytes(imitation));

        assertThat(mailbox.messages())
                .containsExactly(new ReceivedMail(List.of("b@x.example"), "a@x.example", imitation));
    }

    @Test
    void every_byte_of_a_message_is_kept() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        mailbox.store("a@x.example", List.of("b@x.example"), all);

        assertThat(mailbox.messages().getFirst().raw().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(all);
    }

    @Test
    void an_unfinished_mail_is_not_seen() throws IOException {
        Files.writeString(folder.resolve("20260101T000000.000000000-000001.part"), "Return-Path: a@x.example\r\n");

        assertThat(mailbox.messages()).isEmpty();
    }

    @Test
    void a_cleared_mailbox_is_empty() throws IOException {
        mailbox.store("a@x.example", List.of("b@x.example"), bytes("\r\n"));

        mailbox.clear();

        assertThat(mailbox.messages()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
