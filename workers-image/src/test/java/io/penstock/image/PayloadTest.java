package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @Test
    void what_is_not_said_has_a_default() {
        Rendition rendition = Payloads.with("");

        assertThat(rendition.fit()).isEqualTo(Fit.INSIDE);
        assertThat(rendition.format()).isEqualTo(OutputFormat.JPEG);
        assertThat(rendition.quality()).isEqualTo(80);
        assertThat(rendition.background()).isEqualTo(Background.WHITE);
        assertThat(rendition.focus()).isEqualTo(new Focus(0.5, 0.5));
        assertThat(rendition.enlarge()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"#fff,FFFFFFFF", "#102030,FF102030", "#10203040,40102030", "#0000,", "white,", "#12,", "#GGG,"})
    void a_colour_is_hexadecimal(String text, String argb) {
        if (argb == null) {
            assertThat(Payloads.whyRefusedWith("'format': 'png', 'background': '" + text + "'"))
                    .contains("expected a colour such as #fff");
        } else {
            assertThat(Integer.toHexString(Payloads.with("'format': 'png', 'background': '" + text + "'")
                            .background()
                            .argb()))
                    .isEqualToIgnoringCase(argb);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'fit': 'outside'|expected one of inside, cover, contain, fill",
                "'format': 'gif'|expected one of jpeg, png, webp",
                "'quality': 0|quality: expected 1 to 100, got 0",
                "'quality': 101|quality: expected 1 to 100, got 101",
                "'format': 'png', 'quality': 9|quality: expected none for png",
                "'background': '#00000080'|background: expected an opaque colour for jpeg",
                "'focus': {'x': 0.5}|focus: expected none unless fit is cover",
                "'fit': 'cover', 'focus': {'x': 1.5}|x: expected a number from 0 to 1",
                "'colour': '#fff'|colour",
            })
    void a_wrong_field_is_refused_by_name(String fields, String reason) {
        assertThat(Payloads.whyRefusedWith(fields)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|source: expected the URL of an object",
                "{'source': 's3://a/b'}|renditions: expected 1 to 20, got 0",
                "{'source': 's3://a/b', 'renditions': []}|renditions: expected 1 to 20, got 0",
                "{'source': 's3://a/b', 'renditions': [{'width': 9, 'output': 's3://a/c.png'}]}|name: expected 1 to 64",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'output': 's3://a/c.png'}]}|width: expected width or height",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'width': 9}]}|output: expected the URL",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'width': 9, 'output': 's3://a/c'}]}|format: expected jpeg, png or webp",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'width': 0, 'output': 's3://a/c.png'}]}|width: expected 1 to 16384",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'width': 9, 'fit': 'fill', 'output': 's3://a/c.png'}]}|expected both width and height",
                "{'source': 's3://a/b', 'renditions': [{'name': 'a', 'width': 16000, 'height': 16000, 'fit': 'fill', 'output': 's3://a/c.png'}]}|50000000 pixels",
                "{'source': 's3://a/b.png', 'renditions': [{'name': 'a', 'width': 9, 'output': 's3://a/b.png'}]}|renditions[0].output",
            })
    void what_is_missing_or_too_much_is_refused_by_name(String json, String reason) {
        assertThat(Payloads.whyRefused(json)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "output"})
    void names_and_outputs_are_there_once(String twice) {
        String other = twice.equals("name")
                ? "{'name': 'a', 'width': 9, 'output': 's3://a/2.png'}"
                : "{'name': 'b', 'width': 9, 'output': 's3://a/1.png'}";
        assertThat(Payloads.whyRefused("{'source': 's3://a/b', 'renditions': ["
                        + "{'name': 'a', 'width': 9, 'output': 's3://a/1.png'}, " + other + "]}"))
                .contains("renditions[1]." + twice);
    }
}
