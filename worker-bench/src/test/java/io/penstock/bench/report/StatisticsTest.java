package io.penstock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final List<Double> UP_TO_200 =
            IntStream.rangeClosed(1, 200).mapToObj(i -> (double) (201 - i)).toList();

    @Test
    void the_median_of_an_odd_number_is_the_middle_one_in_whatever_order() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    }

    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void a_percentile_is_a_value_that_was_measured() {
        assertThat(Statistics.percentile(UP_TO_200, 50)).isEqualTo(100);
        assertThat(Statistics.percentile(UP_TO_200, 99)).isEqualTo(198);
        assertThat(Statistics.percentile(UP_TO_200, 99.9)).isEqualTo(200);
        assertThat(Statistics.percentile(UP_TO_200, 100)).isEqualTo(200);
        assertThat(Statistics.percentile(UP_TO_200, 0.1)).isEqualTo(1);
    }

    @Test
    void nothing_has_no_median_and_no_percentile() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(List.of(), 50));
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(UP_TO_200, 101));
    }
}
