package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileHtmlTest {
    @TempDir
    private Path root;

    private Desk desk;

    @BeforeEach
    void start() {
        desk = new Desk(root, "PENSTOCK_PDF_TIME_LIMIT", "5s");
    }

    private String whyRejected(String html) throws Exception {
        String reason = desk.whyRejected(Map.of("html", html));
        assertThat(root.resolve("rejected.pdf")).doesNotExist();
        return reason;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <img src='file:/etc/passwd'>                                      | file:/etc/passwd
            <img src='file:///etc/passwd'>                                    | file:///etc/passwd
            <img src='FILE:/etc/passwd'>                                      | FILE:/etc/passwd
            <img src='//evil.example/a.png'>                                  | //evil.example/a.png
            <img src='/etc/passwd'>                                           | /etc/passwd
            <img src='../../etc/passwd'>                                      | ../../etc/passwd
            <img src='jar:file:/x.jar!/a.png'>                                | jar:file:/x.jar!/a.png
            <img src='classpath:logback.xml'>                                 | classpath:logback.xml
            <img src='http://127.0.0.1:1/a.png'>                              | http://127.0.0.1:1/a.png
            <img src='https://169.254.169.254/latest'>                        | https://169.254.169.254/latest
            <img src='ftp://10.0.0.1/a.png'>                                  | ftp://10.0.0.1/a.png
            <link rel='stylesheet' type='text/css' href='http://10.0.0.1/a.css'> | http://10.0.0.1/a.css
            <style>@import url(http://[::1]/a.css);</style>                   | http://[::1]/a.css
            <style>p { background-image: url(http://0/a.png) }</style><p>x</p> | http://0/a.png
            <style>@font-face { font-family: x; src: url(http://10.0.0.1/a.ttf) }</style><p>x</p> | http://10.0.0.1/a.ttf
            <script>for (;;) {}</script>                                      | <script>
            <p onclick='x()'>x</p>                                            | onclick
            <a href='javascript:x()'>x</a>                                    | javascript:x()
            <iframe src='http://10.0.0.1/'></iframe>                          | <iframe>
            <object data='file:///etc/passwd'></object>                       | <object>
            <base href='http://10.0.0.1/'>                                    | <base>
            <svg><image href='file:///etc/passwd'/></svg>                     | <svg>
            <table><tr><td colspan='2000000000'>x</td></tr></table>           | colspan
            <table><tr><td rowspan='99999999999'>x</td></tr></table>          | rowspan
            <p style='height: 99999999px'>x</p>                               | lengths below 10000
            <img src='data:image/png;base64,AAAA'>                            | expected a PNG, JPEG or GIF
            <p>&#x10FFFD;</p>                                                 | U+10FFFD
            """)
    void it_is_rejected_by_name(String html, String reason) throws Exception {
        assertThat(whyRejected(html)).contains(reason);
    }

    @Test
    void entities_are_not_expanded() throws Exception {
        assertThat(whyRejected("<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>"))
                .contains("must not declare entities");
        assertThat(whyRejected("<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;</p>"))
                .contains("must not declare entities");
    }

    @Test
    void deep_nesting_is_rejected() throws Exception {
        assertThat(whyRejected("<div>".repeat(50_000) + "x")).contains("nested deeper than 100");
        assertThat(whyRejected("<table><tr><td>".repeat(500) + "x")).contains("nested deeper than 100");
    }

    @Test
    void endless_css_is_rejected() throws Exception {
        assertThat(whyRejected("<style>" + "p{color:red}".repeat(60_000) + "</style><p>x</p>"))
                .contains("css: expected at most");
    }

    @Test
    void a_style_sheet_that_imports_itself_ends() throws Exception {
        Path css = Files.writeString(
                root.resolve("a.css"), "@import url(" + root.resolve("a.css").toUri() + ");");

        assertThat(whyRejected("<link rel='stylesheet' type='text/css' href='" + css.toUri() + "'><p>x</p>"))
                .isNotEmpty();
    }

    @Test
    void too_much_work_ends_with_the_time_limit() throws Exception {
        Desk impatient = new Desk(root, "PENSTOCK_PDF_TIME_LIMIT", "1s");
        String html = "<table>" + "<tr><td>word word word word</td><td>word</td></tr>".repeat(30_000) + "</table>";

        assertThat(impatient.whyRejected(Map.of("html", html))).contains("rendering took longer than 1 s");
        assertThat(root.resolve("rejected.pdf")).doesNotExist();
    }

    @Test
    void too_many_pages_are_rejected() throws Exception {
        Desk frugal = new Desk(root, "PENSTOCK_PDF_MAX_PAGES", "3");

        assertThat(frugal.whyRejected(Map.of("html", "<p style='page-break-after: always'>x</p>".repeat(9))))
                .contains("at most 3 pages");
    }
}
