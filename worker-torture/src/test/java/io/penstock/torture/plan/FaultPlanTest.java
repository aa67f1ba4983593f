package io.penstock.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);
    private static final Duration MINUTES = Duration.ofMinutes(10);

    @Test
    void the_same_seed_gives_the_same_schedule_and_another_seed_another() {
        List<Fault> reversed = new ArrayList<>(ALL);
        Collections.reverse(reversed);

        assertThat(FaultPlan.of(42, reversed, MINUTES)).isEqualTo(FaultPlan.of(42, ALL, MINUTES));
        assertThat(FaultPlan.of(43, ALL, MINUTES)).isNotEqualTo(FaultPlan.of(42, ALL, MINUTES));
    }

    @Test
    void every_kind_has_its_turn_even_in_a_short_run() {
        List<PlannedFault> plan = FaultPlan.of(7, ALL, Duration.ofSeconds(20));

        assertThat(plan.stream().map(PlannedFault::fault).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.POISON)));
    }

    @Test
    void no_kind_comes_a_third_time_before_every_other_came_twice() {
        List<Fault> faults = FaultPlan.of(7, ALL, MINUTES).stream()
                .map(PlannedFault::fault)
                .limit(28)
                .toList();

        assertThat(faults).hasSize(28);
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.POISON))) {
            assertThat(Collections.frequency(faults, fault)).as(fault.word()).isEqualTo(2);
        }
    }

    @Test
    void faults_come_in_the_order_of_time_within_the_run_and_last_as_long_as_they_may() {
        List<PlannedFault> plan = FaultPlan.of(7, ALL, MINUTES);

        assertThat(plan).hasSize(75).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(plan).allSatisfy(fault -> {
            assertThat(fault.at()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(570));
            assertThat(fault.hold())
                    .isBetween(fault.fault().shortest(), fault.fault().longest());
            assertThat(fault.pick()).isNotNegative();
        });
    }

    @Test
    void without_faults_nothing_is_planned_and_poison_comes_with_the_jobs() {
        assertThat(FaultPlan.of(1, Set.of(), MINUTES)).isEmpty();
        assertThat(FaultPlan.of(1, Set.of(Fault.POISON), MINUTES)).isEmpty();
    }

    @Test
    void faults_are_named_as_in_the_help() {
        assertThat(Fault.parse("all")).isEqualTo(ALL);
        assertThat(Fault.parse("none")).isEmpty();
        assertThat(Fault.parse("worker-kill, Redis-Loss"))
                .containsExactlyInAnyOrder(Fault.WORKER_KILL, Fault.REDIS_LOSS);
        assertThatThrownBy(() -> Fault.parse("worker-kil"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("worker-kill")
                .hasMessageEndingWith("got 'worker-kil'");
    }
}
