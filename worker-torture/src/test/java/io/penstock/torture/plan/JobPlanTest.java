package io.penstock.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobPlanTest {
    @Test
    void the_same_seed_gives_the_same_jobs_and_another_seed_others() {
        assertThat(jobs(JobPlan.mixed(42, 500, true))).isEqualTo(jobs(JobPlan.mixed(42, 500, true)));
        assertThat(jobs(JobPlan.mixed(43, 500, true))).isNotEqualTo(jobs(JobPlan.mixed(42, 500, true)));
    }

    @Test
    void there_are_jobs_of_every_kind_and_most_are_normal() {
        Map<JobKind, Long> kinds = jobs(JobPlan.mixed(42, 1_500, true)).stream()
                .collect(Collectors.groupingBy(PlannedJob::kind, Collectors.counting()));

        assertThat(kinds).containsOnlyKeys(JobKind.values());
        assertThat(kinds.get(JobKind.NORMAL)).isBetween(900L, 1_200L);
        assertThat(kinds.get(JobKind.POISON)).isEqualTo(1);
    }

    @Test
    void poison_grows_with_the_number_of_jobs_and_never_comes_last() {
        List<PlannedJob> poisonous = jobs(JobPlan.mixed(42, 100_000, true)).stream()
                .filter(job -> job.kind() == JobKind.POISON)
                .toList();

        assertThat(poisonous)
                .hasSize(4)
                .allSatisfy(job -> assertThat(job.number()).isLessThan(80_000));
        assertThat(jobs(JobPlan.mixed(42, 1_500, false)))
                .extracting(PlannedJob::kind)
                .doesNotContain(JobKind.POISON);
    }

    @Test
    void only_slow_jobs_take_time_only_flaky_ones_fail_first_and_only_delayed_ones_wait() {
        assertThat(jobs(JobPlan.mixed(42, 2_000, true))).allSatisfy(job -> {
            assertThat(!job.takes().isZero()).isEqualTo(job.kind() == JobKind.SLOW);
            assertThat(job.failures() > 0).isEqualTo(job.kind() == JobKind.FLAKY);
            assertThat(!job.delay().isZero()).isEqualTo(job.kind() == JobKind.DELAYED);
            assertThat(job.delay()).isLessThan(Duration.ofSeconds(12));
        });
    }

    @Test
    void the_jobs_of_a_foreign_plug_in_must_all_be_done() {
        assertThat(jobs(JobPlan.uniform(42, 500))).extracting(PlannedJob::kind).containsOnly(JobKind.NORMAL);
    }

    @Test
    void an_id_names_its_job_and_no_other_id_names_any() {
        JobPlan plan = JobPlan.mixed(42, 100, true);

        assertThat(plan.number(JobPlan.id(99))).hasValue(99);
        assertThat(plan.number(JobPlan.id(100))).isEmpty();
        assertThat(plan.number("somebody-1")).isEmpty();
    }

    private static List<PlannedJob> jobs(JobPlan plan) {
        Function<Integer, PlannedJob> job = plan::job;
        return IntStream.range(0, plan.jobs()).boxed().map(job).toList();
    }
}
