package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    private static byte[] object(String text) {
        return ("{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** A JSON object with these bytes, given in hexadecimal, inside a string. */
    private static byte[] objectWith(String hex) {
        byte[] before = "{\"a\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] inside = HexFormat.of().parseHex(hex);
        byte[] whole = new byte[before.length + inside.length + 2];
        System.arraycopy(before, 0, whole, 0, before.length);
        System.arraycopy(inside, 0, whole, before.length, inside.length);
        whole[whole.length - 2] = '"';
        whole[whole.length - 1] = '}';
        return whole;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Grüße", "日本語", "😀", "\uFFFD", "\uD7FF\uE000", "\uDBFF\uDFFF"})
    void every_text_can_be_read_at_once(String text) {
        assertThat(Utf8.isPlainJsonObject(object(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "c1bf", "e09fbf", "eda080", "edbfbf", "f08fbfbf", "f4908080", "f5808080", "ff"})
    void what_a_lenient_parser_would_let_pass_is_looked_at_by_a_strict_one(String hex) {
        byte[] body = objectWith(hex);
        assertThat(Utf8.isPlainJsonObject(body)).isFalse();
        assertThatThrownBy(() -> Utf8.decode(body)).isInstanceOf(CharacterCodingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void no_other_encoding_is_taken_for_a_json_object(String charset) {
        assertThat(Utf8.isPlainJsonObject("{}".getBytes(Charset.forName(charset))))
                .isFalse();
        assertThat(Utf8.isPlainJsonObject(" {}".getBytes(Charset.forName(charset))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "\"{\"", "\uFEFF{}", "1", "\u00A0{}"})
    void what_does_not_begin_like_an_object_is_none(String text) {
        assertThat(Utf8.isPlainJsonObject(text.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void white_space_may_come_first() {
        assertThat(Utf8.isPlainJsonObject(" \r\n\t {}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }
}
