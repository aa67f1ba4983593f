package io.penstock.console.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final String STACK = """
            java.io.IOException: connection to 10.0.0.7 refused
            \tat app//com.example.Mailer.send(Mailer.java:42)
            \tat com.example.Mailer.lambda$each$3(Mailer.java:17)
            \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1596)
            \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:104)
            \tat com.example.Mailer$$Lambda/0x000001f1a2b3c4d5.run(Unknown Source)
            \tat jdk.proxy2/jdk.proxy2.$Proxy14.run(Unknown Source)
            \t... 12 more
            Caused by: java.net.ConnectException: refused
            \tat java.base/sun.nio.ch.Net.connect(Native Method)
            """;

    private static Fingerprint of(String stack) {
        return Fingerprint.of("emails", "email.send", "java.io.IOException", stack, null);
    }

    @Test
    void frames_tell_neither_lines_nor_modules_nor_what_was_generated() {
        assertThat(of(STACK).frames())
                .containsExactly(
                        "com.example.Mailer.send",
                        "com.example.Mailer.lambda$each",
                        "java.util.ArrayList.forEach",
                        "com.example.Mailer.run",
                        "$Proxy.run");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Mailer.java:42                | Mailer.java:43
                    10.0.0.7                      | 10.9.9.9
                    lambda$each$3                 | lambda$each$11
                    $$Lambda/0x000001f1a2b3c4d5   | $$Lambda$77/0x00007f0000c0ffee
                    $$Lambda/0x000001f1a2b3c4d5   | $$Lambda$5
                    jdk.proxy2/jdk.proxy2.$Proxy14| com.sun.proxy.$Proxy9
                    app//com                      | com
                    java.base/java.util           | java.base@25.0.1/java.util
                    DirectMethodHandleAccessor    | GeneratedMethodAccessor12
                    java.net.ConnectException      | java.net.UnknownHostException
                    Mailer.send                   | Mailer$$SpringCGLIB$$0.send
                    Mailer.send                   | Mailer$$EnhancerBySpringCGLIB$$1a2b3c4d.send
                    """)
    void what_differs_from_process_to_process_does_not_matter(String here, String there) {
        assertThat(of(STACK.replace(here, there)).word()).isEqualTo(of(STACK).word());
    }

    @Test
    void what_differs_in_the_cause_does_matter() {
        String word = of(STACK).word();

        assertThat(word).matches("[0-9a-f]{32}");
        assertThat(of(STACK.replace("Mailer.send", "Mailer.sendAll")).word()).isNotEqualTo(word);
        assertThat(Fingerprint.of("emails", "email.send", "java.io.EOFException", STACK, null)
                        .word())
                .isNotEqualTo(word);
        assertThat(Fingerprint.of("emails", "email.other", "java.io.IOException", STACK, null)
                        .word())
                .isNotEqualTo(word);
        assertThat(Fingerprint.of("pdfs", "email.send", "java.io.IOException", STACK, null)
                        .word())
                .isNotEqualTo(word);
        assertThat(Fingerprint.of("emails", "", "expired", null, null).frames()).isEmpty();
    }

    @Test
    void a_stack_that_was_cut_has_the_same_fingerprint_as_the_whole() {
        String deep = STACK.replace("\t... 12 more\n", "\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n".repeat(20));

        assertThat(of(deep.substring(0, deep.length() / 2)).word()).isEqualTo(of(deep).word());
    }
}
