package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    private static Placement placed(String fields, int width, int height) throws PictureException {
        return Placement.of(
                Payloads.read("{'source': 's3://a/b', 'renditions': [{'name': 'a', 'output': 's3://a/c.png', " + fields
                                + "}]}")
                        .renditions()
                        .getFirst(),
                width,
                height);
    }

    private static String text(Placement.Size size) {
        return size.width() + " x " + size.height();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'width': 100, 'height': 100|400|300|100 x 75|100 x 75",
                "'width': 100|400|300|100 x 75|100 x 75",
                "'height': 100|400|300|133 x 100|133 x 100",
                "'width': 100, 'height': 100, 'fit': 'contain'|400|300|100 x 75|100 x 100",
                "'width': 100, 'height': 50, 'fit': 'fill'|400|300|100 x 50|100 x 50",
                "'width': 100, 'height': 100, 'fit': 'cover'|400|300|100 x 100|100 x 100",
                "'width': 100, 'height': 100|16000|10|100 x 1|100 x 1",
                "'width': 100, 'height': 100|40|30|40 x 30|40 x 30",
                "'width': 100, 'height': 100, 'enlarge': true|40|30|100 x 75|100 x 75",
                "'width': 100, 'height': 50, 'fit': 'cover'|40|30|40 x 20|40 x 20",
                "'width': 100, 'height': 50, 'fit': 'cover'|80|10|20 x 10|20 x 10",
                "'width': 100, 'height': 50, 'fit': 'contain'|40|30|40 x 30|100 x 50",
                "'width': 100, 'height': 20, 'fit': 'fill'|40|30|40 x 20|40 x 20",
            })
    void a_box_and_a_source_give_a_size(String fields, int width, int height, String part, String canvas)
            throws PictureException {
        Placement placement = placed(fields, width, height);

        assertThat(text(placement.part())).isEqualTo(part);
        assertThat(text(placement.canvas())).isEqualTo(canvas);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.5,100", "1,200", "0.1,0", "0.3,20"})
    void the_focus_is_in_the_middle_as_far_as_the_edges_allow(double x, int left) throws PictureException {
        Placement placement =
                placed("'width': 200, 'height': 200, 'fit': 'cover', 'focus': {'x': " + x + "}", 800, 400);

        assertThat(placement.left()).isEqualTo(left);
        assertThat(placement.top()).isZero();
        assertThat(placement.region()).isEqualTo(new Region(left * 2.0, 0, 400, 400));
    }

    @ParameterizedTest
    @CsvSource({"800, 600, true", "800, 602, true", "800, 603, false", "801, 601, false", "1, 1, true"})
    void half_of_an_odd_side_is_rounded_up(int width, int height, boolean half) {
        Placement.Size size = new Placement.Size(width, height);

        assertThat(size.isAtMostHalfOf(new Placement.Size(1_600, 1_203))).isEqualTo(half);
    }

    @Test
    void a_rendition_that_would_be_too_large_is_named() {
        assertThatThrownBy(() -> placed("'width': 16000, 'enlarge': true", 100, 100))
                .hasMessage(
                        "rendition a: expected at most 16384 pixels on a side and 50000000 in all, got 16000 x 16000");
    }
}
