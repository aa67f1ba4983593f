package io.penstock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void it_shows_medians_with_their_spread_and_how_far_each_goal_was_reached() {
        assertThat(Table.of(Given.report())).isEqualTo("""
                                    median    least     most   unit
                (b)        peer     20,000   10,000   30,000   jobs/s
                (c)        ours     15,000   15,000   15,000   jobs/s
                (h.idle)   memory     80.3     80.3     80.3   MiB

                           goal           reached
                (c)        ≥ 1.00 × (b)      0.75    no
                (h.idle)   ≤ 160             80.3   yes
                """);
    }
}
