package io.penstock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlRulesTest {
    private static final UrlRules RULES = new UrlRules(false);

    private static void assertRefused(String url) {
        OutboundHttpException refusal = catchThrowableOfType(OutboundHttpException.class, () -> RULES.check(url));
        assertThat(refusal).as(url).isNotNull();
        assertThat(refusal.reason()).as(url).isEqualTo(Reason.INVALID_REQUEST);
    }

    @Test
    void ordinary_urls_are_accepted() throws OutboundHttpException {
        for (String url : List.of(
                "https://example.com",
                "https://example.com/a/b?c=d&e=%20#f",
                "HTTPS://EXAMPLE.com:443/",
                "https://my_service.example:8443/",
                "https://xn--exmple-cua.com/",
                "https://93.184.215.14/",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
                "https://[2606:ffff::1]:8443/",
                "https://1password.example/",
                "https://example.com./")) {
            assertThat(RULES.check(url)).as(url).isNotNull();
        }
    }

    @Test
    void other_ways_to_write_an_ipv4_address_are_refused() {
        for (String host : List.of(
                "2130706433",
                "0",
                "127.1",
                "127.0.1",
                "127.0.0.1.",
                "017700000001",
                "0177.0.0.1",
                "0x7f000001",
                "0x7f.0.0.1",
                "0X7F.1",
                "127.0.0.0x1",
                "127.0.0.01",
                "127.0.0.256",
                "1.2.3.4.5",
                "127.0.0.",
                "0x",
                "a.0x7f",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::ffff:8.8.8.8]",
                "[::127.0.0.1]",
                "[fe80::1%25eth0]",
                "[::1",
                "::1",
                "１２７.０.０.１",
                "127。0。0。1",
                "%31%32%37.0.0.1")) {
            assertRefused("https://" + host + "/");
        }
    }

    @Test
    void text_that_two_parsers_may_read_differently_is_refused() {
        for (String url : List.of(
                "",
                "example.com",
                "//example.com/",
                "https:example.com",
                "https:/example.com",
                "https:///example.com",
                "https://",
                "https:// example.com/",
                " https://example.com/",
                "https://example.com/\n",
                "https://exam\tple.com/",
                "https://example.com\\@evil.test/",
                "https://user@example.com/",
                "https://user:password@example.com/",
                "https://@example.com/",
                "https://example.com:80:80/",
                "https://example.com:/",
                "https://example.com:+443/",
                "https://exämple.com/",
                "https://example.com/ä",
                "ftp://example.com/",
                "file:///etc/passwd",
                "jar:https://example.com/!/",
                "https://example.com/" + "a".repeat(4_096))) {
            assertRefused(url);
        }
    }

    @Test
    void plain_http_is_refused_unless_allowed() throws OutboundHttpException {
        assertRefused("http://example.com/");
        assertThat(new UrlRules(true).check("http://example.com/").port()).isEqualTo(80);
    }

    @Test
    void ports_of_other_protocols_are_refused() throws OutboundHttpException {
        for (int port : new int[] {0, 1, 22, 25, 110, 143, 465, 587, 993, 1023, 2049, 6000, 6667, 65_536, 99_999}) {
            assertRefused("https://example.com:" + port + "/");
        }
        for (int port : new int[] {80, 443, 1024, 3000, 8080, 8443, 65_535}) {
            assertThat(RULES.check("https://example.com:" + port + "/").port()).isEqualTo(port);
        }
    }
}
