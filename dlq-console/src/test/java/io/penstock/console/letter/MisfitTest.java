package io.penstock.console.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisfitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            payload field to: expected String, got something else or nothing        | to  expected String
            payload field items[12].price: expected long, got something else        | items  expected long
            payload field subjetc: expected one of body, to, got an unknown field   | got an unknown field
            payload field a.b[3].c: expected one of x, got an unknown field         | a got an unknown field
            payload field headers.X-Made-Up: expected String, got something else    | headers  expected String
            payload: to: expected at most 50 recipients, got 77                     | to expected at most # recipients
            payload: expected valid JSON, got a mistake at line 3, column 14        | expected valid JSON
            payload field to: not an address: ann@example.com                       | to
            payload: nonsense of 4711                                               | ''
            connection refused                                                      | ''
            """)
    void a_misfit_is_where_it_is_and_what_was_expected(String message, String misfit) {
        assertThat(Misfit.of(message).strip()).isEqualTo(misfit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            payload field to: expected String, got nothing | payload field cc: expected String, got nothing   | false
            payload field a[1]: expected long, got nothing | payload field a[2]: expected long, got nothing   | true
            payload: expected valid JSON at line 1         | payload: expected valid JSON at line 2           | true
            """)
    void dead_letters_without_a_stack_are_of_one_cause_if_the_misfit_is_the_same(
            String here, String there, boolean same) {
        String word = Fingerprint.of("emails", "", "malformed", null, here).word();

        assertThat(Fingerprint.of("emails", "", "malformed", null, there).word().equals(word))
                .isEqualTo(same);
        assertThat(Fingerprint.of("emails", "", "a.B", "\tat a.B.c(B.java:1)", here)
                        .word())
                .as("a stack says enough")
                .isEqualTo(Fingerprint.of("emails", "", "a.B", "\tat a.B.c(B.java:1)", there)
                        .word());
    }
}
