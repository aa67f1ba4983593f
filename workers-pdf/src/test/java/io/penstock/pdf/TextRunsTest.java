package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lines as they are drawn, from left to right. */
class TextRunsTest {
    private final Fonts fonts = new Fonts();
    private final TextRuns runs = new TextRuns(fonts);

    private String visual(String logical) {
        return runs.visual(logical, fonts.regular()).stream()
                .map(TextRuns.Run::text)
                .collect(Collectors.joining());
    }

    @Test
    void hebrew_runs_backwards_and_brackets_still_embrace_what_they_did() {
        assertThat(visual("\u05d0\u05d1 (\u05d2)")).isEqualTo("(\u05d2) \u05d1\u05d0");
    }

    @Test
    void a_vowel_sign_stays_behind_its_letter() {
        assertThat(visual("\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd")).isEqualTo("\u05dd\u05d5\u05b9\u05dc\u05e9\u05b8");
    }

    @Test
    void letters_of_arabic_and_of_persian_are_joined() {
        assertThat(visual("\u0628\u0628")).as("beh beh").isEqualTo("\ufe90\ufe91");
        assertThat(visual("\u067e\u06cc")).as("peh yeh").isEqualTo("\ufbfd\ufb58");
    }

    @Test
    void numbers_and_latin_words_in_between_are_read_from_the_left() {
        assertThat(visual("\u05d0 123 abc \u05d1")).isEqualTo("\u05d1 abc 123 \u05d0");
    }
}
