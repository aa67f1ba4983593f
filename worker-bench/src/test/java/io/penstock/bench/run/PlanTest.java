package io.penstock.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void a_letter_stands_for_all_that_is_compared_under_it() {
        assertThat(Part.of("f")).containsExactly(Part.PUBLISH_RAW, Part.PUBLISH_CLIENT);
        assertThat(Part.of(" c ")).containsExactly(Part.PENSTOCK);
        assertThatIllegalArgumentException().isThrownBy(() -> Part.of("z")).withMessageContaining("a to h, got z");
    }

    private static Plan plan(int repetitions, int backlog) {
        return new Plan(
                EnumSet.of(Part.SPRING, Part.PENSTOCK, Part.LEDGER),
                repetitions,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                backlog,
                Map.of(),
                List.of());
    }

    @Test
    void parts_are_measured_there_and_back() {
        Plan plan = plan(2, 10_000);

        assertThat(plan.partsOf(1)).containsExactly(Part.SPRING, Part.PENSTOCK, Part.LEDGER);
        assertThat(plan.partsOf(2)).containsExactly(Part.LEDGER, Part.PENSTOCK, Part.SPRING);
    }

    @Test
    void what_cannot_be_measured_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(0, 10_000))
                .withMessage("repetitions: expected at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(1, 9_999))
                .withMessage("backlog: expected at least 10000, got 9999");
    }

    @Test
    void jobs_are_due_at_their_rate_whatever_happens() {
        Latency.Stretch stretch = new Latency.Stretch(100, Duration.ofSeconds(3));

        assertThat(stretch.jobs()).isEqualTo(300);
        assertThat(stretch.dueAfterNanos(0)).isZero();
        assertThat(stretch.dueAfterNanos(299)).isEqualTo(2_990_000_000L);
    }
}
