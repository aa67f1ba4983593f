package io.penstock.torture.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.JobKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** After what an effect may happen once more. */
class AttributionTest {
    private static final long MINUTE = 60_000;

    @Test
    void an_effect_that_is_repeated_without_any_fault_is_found() {
        Run run = Run.fenced();
        run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);

        Report report = run.verdict();
        assertThat(report.found(Finding.REPEATED)).isEqualTo(1);
        assertThat(report.repeatedAfter()).isEmpty();
    }

    @Test
    void the_kill_of_the_worker_that_ran_it_explains_it() {
        Run run = Run.fenced();
        run.happened(Fault.WORKER_KILL, Run.WORKER, at(run) + 10, at(run) + 500);
        run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);

        Report report = run.verdict();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.REPEATED)).isEqualTo(1);
        assertThat(report.repeatedAfter()).isEqualTo(Map.of("worker-kill", 1));
    }

    @Test
    void the_kill_of_another_worker_explains_nothing() {
        Run run = Run.fenced();
        run.happened(Fault.WORKER_KILL, 503, at(run) + 10, at(run) + 500);
        run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);

        assertThat(run.verdict().found(Finding.REPEATED)).isEqualTo(1);
    }

    @Test
    void the_kill_of_its_worker_before_the_job_or_after_the_repetition_explains_nothing() {
        Run run = Run.fenced();
        run.happened(Fault.WORKER_KILL, Run.WORKER, at(run) - MINUTE, at(run) - MINUTE + 1);
        run.happened(Fault.WORKER_KILL, Run.WORKER, at(run) + 2 * MINUTE, at(run) + 2 * MINUTE);
        run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);

        assertThat(run.verdict().found(Finding.REPEATED)).isEqualTo(1);
    }

    @Test
    void with_a_shared_ledger_only_workers_and_redis_excuse_a_repetition() {
        assertThat(excuses(Run::fenced))
                .containsExactlyInAnyOrder(
                        Fault.WORKER_KILL,
                        Fault.WORKER_PAUSE,
                        Fault.POISON,
                        Fault.REDIS_KILL,
                        Fault.REDIS_LOSS,
                        Fault.REDIS_PAUSE);
    }

    @Test
    void without_one_a_lost_connection_excuses_it_as_well() {
        Set<Fault> more = excuses(Run::unfenced);
        more.removeAll(excuses(Run::fenced));

        assertThat(more).containsExactlyInAnyOrder(Fault.BROKER_CUT, Fault.BROKER_KILL, Fault.BROKER_STOP);
    }

    @Test
    void sending_a_job_again_excuses_a_repetition_only_without_a_shared_ledger() {
        for (boolean shared : new boolean[] {true, false}) {
            Run run = shared ? Run.fenced() : Run.unfenced();
            run.sends.again().set(number(run));
            run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);

            Report report = run.verdict();
            assertThat(report.isClean()).isEqualTo(!shared);
            assertThat(report.repeatedAfter()).isEqualTo(shared ? Map.of() : Map.of("sent-again", 1));
        }
    }

    /** The faults that alone excuse a repetition. */
    private static Set<Fault> excuses(Supplier<Run> runs) {
        return EnumSet.allOf(Fault.class).stream()
                .filter(fault -> {
                    Run run = runs.get();
                    run.happened(fault, Run.WORKER, at(run) + 10, at(run) + 500);
                    run.executed(number(run), Run.OTHER_WORKER, at(run) + MINUTE);
                    return run.verdict().isClean();
                })
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }

    private static int number(Run run) {
        return run.first(JobKind.NORMAL);
    }

    private static long at(Run run) {
        return Run.moment(number(run));
    }
}
