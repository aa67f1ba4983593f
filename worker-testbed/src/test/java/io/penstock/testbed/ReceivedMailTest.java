package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedMailTest {
    private static final ReceivedMail MAIL =
            new ReceivedMail(List.of("b@x.example"), "a@x.example", """
            Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
            List-Unsubscribe: <https://x.example/u>,
             <mailto:u@x.example>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=cut

            --cut
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: base64

            R3LDvMOfZQ==
            --cut
            Content-Type: text/html; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable

            <b>Gr=C3=BC=C3=9Fe</b>
            --cut--
            """.replace("\n", "\r\n"));

    @Test
    void headers_are_decoded_and_unfolded() {
        assertThat(MAIL.subject()).isEqualTo("Grüße");
        assertThat(MAIL.header("list-unsubscribe")).isEqualTo("<https://x.example/u>, <mailto:u@x.example>");
        assertThat(MAIL.header("Reply-To")).isEmpty();
    }

    @Test
    void bodies_are_decoded() {
        assertThat(MAIL.text()).isEqualTo("Grüße");
        assertThat(MAIL.html()).isEqualTo("<b>Grüße</b>");
    }

    @Test
    void a_mail_without_html_has_an_empty_html_body() {
        ReceivedMail plain = new ReceivedMail(List.of(), "", "Subject: x\r\n\r\nhello");

        assertThat(plain.text()).isEqualTo("hello");
        assertThat(plain.html()).isEmpty();
    }
}
