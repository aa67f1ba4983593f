package io.penstock.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void a_letter_stands_for_all_that_is_compared_under_it() {
        assertThat(Part.of("f")).containsExactly(Part.PUBLISH_RAW, Part.PUBLISH_CLIENT);
        assertThat(Part.of(" c ")).containsExactly(Part.PENSTOCK);
        assertThatIllegalArgumentException().isThrownBy(() -> Part.of("z")).withMessageContaining("a to h, got z");
    }

    @Test
    void a_backlog_lasts_as_long_as_was_asked_for_and_fills_every_batch() {
        Size size = Size.lasting(12_345, Duration.ofSeconds(2), Duration.ofMillis(500));

        assertThat(size.warmUp()).isEqualTo(25_000);
        assertThat(size.measured()).isEqualTo(6_000);
        assertThat(Size.lasting(1, Duration.ofSeconds(1), Duration.ofSeconds(1)).measured())
                .isEqualTo(1_000);
    }

    @Test
    void jobs_are_due_at_their_rate_whatever_happens() {
        Latency.Stretch stretch = new Latency.Stretch(100, Duration.ofSeconds(3));

        assertThat(stretch.jobs()).isEqualTo(300);
        assertThat(stretch.dueAfterNanos(0)).isZero();
        assertThat(stretch.dueAfterNanos(299)).isEqualTo(2_990_000_000L);
    }
}
