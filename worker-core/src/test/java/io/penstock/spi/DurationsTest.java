package io.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "30s, PT30S",
        "5m, PT5M",
        "2h, PT2H",
        "7d, PT168H",
        "0s, PT0S",
        "'  10 s ', PT10S",
        "10S, PT10S",
        "10MS, PT0.01S",
        "PT30S, PT30S",
        "pt1.5s, PT1.5S",
        "P1DT2H, PT26H",
        "36500d, PT876000H",
    })
    void durations_are_read_as_people_write_them(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "30",
                "s",
                "-5s",
                "1.5s",
                "5 minutes",
                "5w",
                "5s5s",
                "1h30m",
                "PT-1S",
                "PT",
                "P1Y",
                "５s",
                "9999999999999s",
                "PT99999999999999999999S"
            })
    void anything_else_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a duration such as 250ms, 30s, 5m, 2h or 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "999999999999d", "999999999999h", "PT9223372036854775807S"})
    void durations_that_no_clock_can_be_moved_by_are_refused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessage("expected a duration of at most 36500d");
    }
}
