package io.penstock.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(new Plan(
            Set.of(Part.SPRING), 1, Duration.ofSeconds(2), Duration.ofSeconds(3), 10_000, Map.of(), List.of()));

    @Test
    void what_is_measured_after_the_warm_up_counts_and_nothing_before_it() {
        progress.warmedUp(new Measured(9_000, 1.5, 1));
        assertThat(progress.isWarm()).isFalse();
        progress.warmedUp(new Measured(9_000, 0.5, 0.5));
        assertThat(progress.isWarm()).isTrue();
        assertThat(progress.isDone()).isFalse();

        progress.measured(new Measured(5_000, 2, 1));
        assertThat(progress.toMeasure()).isEqualTo(Duration.ofSeconds(1));
        progress.measured(new Measured(3_000, 1.1, 0.5));
        assertThat(progress.isDone()).isTrue();
        assertThat(progress.result()).isEqualTo(new Measured(8_000, 3.1, 1.5));
    }

    @Test
    void rounds_that_are_over_before_anybody_looks_do_not_go_on_for_ever() {
        for (int i = 0; i < 20; i++) {
            progress.warmedUp(Measured.NOTHING);
        }
        progress.warmedUp(new Measured(9_000, 0.1, 0.1));
        for (int i = 0; i < 20; i++) {
            progress.measured(Measured.NOTHING);
        }
        assertThatThrownBy(() -> progress.measured(Measured.NOTHING))
                .isInstanceOf(BenchException.class)
                .hasMessage("a round of 10,000 jobs is over before anybody looks; --backlog: expected more");
    }
}
