package io.penstock.torture.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.torture.evidence.DeadLetter;
import io.penstock.torture.evidence.Event;
import io.penstock.torture.evidence.Event.End;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.recorder.Entry;
import io.penstock.torture.recorder.Entry.What;
import org.junit.jupiter.api.Test;

/** The harness must notice. */
class ReconciliationTest {
    private final Run run = Run.fenced();

    @Test
    void a_run_in_which_all_went_well_is_clean() {
        Report report = run.verdict();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.CONFIRMED)).isEqualTo(200);
        assertThat(report.counts().get(Tally.DONE) + report.counts().get(Tally.DEAD))
                .isEqualTo(200);
        assertThat(report.guarantee()).isEqualTo(Guarantee.SHARED_LEDGER);
        assertThat(report.jobsPerSecond()).isBetween(1.0, 1.1);
    }

    @Test
    void a_confirmed_job_of_which_nothing_is_left_is_lost() {
        int number = run.first(JobKind.SLOW);
        run.forget(number);

        assertFound(Finding.LOST, number);
    }

    @Test
    void a_job_whose_effect_is_missing_is_lost_though_an_event_says_that_it_was_done() {
        int number = run.first(JobKind.NORMAL);
        run.entries.removeIf(entry -> entry.what() == What.DONE && entry.job().equals(JobPlan.id(number)));

        assertFound(Finding.LOST, number);
    }

    @Test
    void a_job_that_should_be_dead_and_lies_in_no_dead_letter_queue_is_lost() {
        int number = run.first(JobKind.REJECTED);
        run.deadLetters.removeIf(letter -> letter.job().equals(JobPlan.id(number)));

        assertFound(Finding.LOST, number);
    }

    @Test
    void a_job_that_was_not_confirmed_need_not_exist() {
        int number = run.first(JobKind.NORMAL);
        run.forget(number);
        run.sends.confirmed().clear(number);

        Report report = run.verdict();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.MAYBE)).isEqualTo(1);
        assertThat(report.counts().get(Tally.MAYBE_SEEN)).isZero();
    }

    @Test
    void a_job_that_was_not_confirmed_and_has_begun_must_come_to_its_end() {
        int number = run.first(JobKind.NORMAL);
        run.sends.confirmed().clear(number);
        run.entries.removeIf(entry -> entry.what() == What.DONE && entry.job().equals(JobPlan.id(number)));

        assertThat(assertFound(Finding.LOST, number).counts().get(Tally.MAYBE_SEEN))
                .isEqualTo(1);
    }

    @Test
    void a_missing_event_is_found_whether_the_job_was_done_or_died() {
        int done = run.first(JobKind.NORMAL);
        int dead = run.first(JobKind.MALFORMED);
        run.events.removeIf(
                event -> event.job().equals(JobPlan.id(done)) || event.job().equals(JobPlan.id(dead)));

        assertFound(Finding.EVENT_MISSING, done);
        assertFound(Finding.EVENT_MISSING, dead);
    }

    @Test
    void an_event_told_again_under_the_same_id_is_counted_and_harmless() {
        run.events.add(run.events.getFirst());

        Report report = run.verdict();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.DOUBLE_EVENTS)).isEqualTo(1);
    }

    @Test
    void an_event_that_tells_of_another_end_is_found() {
        int number = run.first(JobKind.NORMAL);
        String id = JobPlan.id(number);
        run.events.add(new Event(id + ":1:failed", id, End.FAILED, "rejected", Run.moment(number)));

        assertFound(Finding.TOLD_WRONG, number);
        assertFound(Finding.TOLD_TWICE, number);
    }

    @Test
    void a_dead_letter_with_another_reason_is_found() {
        int number = run.first(JobKind.FAILING);
        run.deadLetters.removeIf(letter -> letter.job().equals(JobPlan.id(number)));
        run.deadLetters.add(new DeadLetter(JobPlan.id(number), "delivery_limit"));

        assertFound(Finding.WRONG_REASON, number);
    }

    @Test
    void a_dead_letter_of_a_job_that_should_be_done_is_found() {
        int number = run.first(JobKind.NORMAL);
        run.deadLetters.add(new DeadLetter(JobPlan.id(number), "delivery_limit"));

        assertFound(Finding.WRONG_REASON, number);
    }

    @Test
    void a_job_that_should_die_and_was_done_is_found() {
        int number = run.first(JobKind.UNKNOWN_TYPE);
        run.executed(number, Run.WORKER, Run.moment(number));

        assertFound(Finding.DONE_THOUGH_DEAD, number);
    }

    @Test
    void a_job_that_ran_before_its_time_is_found() {
        int number = run.first(JobKind.DELAYED);
        String id = JobPlan.id(number);
        run.entries.removeIf(entry -> entry.what() == What.DONE && entry.job().equals(id));
        long at = Run.moment(number);
        run.entries.add(new Entry(at, What.DONE, id, id, 1, 999, Run.WORKER, at + 1));

        assertFound(Finding.EARLY, number);
    }

    @Test
    void two_effects_under_one_token_are_found_whatever_else_happened() {
        int number = run.first(JobKind.NORMAL);
        run.happened(Fault.WORKER_KILL, Run.WORKER, Run.moment(number), Run.moment(number));
        run.entries.stream()
                .filter(entry -> entry.what() == What.DONE && entry.job().equals(JobPlan.id(number)))
                .toList()
                .forEach(run.entries::add);

        assertFound(Finding.TOKEN_TWICE, number);
    }

    @Test
    void an_effect_refused_by_the_fence_is_counted_and_no_repetition() {
        int number = run.first(JobKind.NORMAL);
        String id = JobPlan.id(number);
        run.entries.add(new Entry(Run.moment(number), What.REFUSED, id, id, 1, 1, Run.OTHER_WORKER, 0));

        Report report = run.verdict();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.REFUSED)).isEqualTo(1);
        assertThat(report.counts().get(Tally.REPEATED)).isZero();
    }

    @Test
    void a_missing_notification_is_found() {
        int number = run.first(job -> job.user() != null);
        run.notifications.removeIf(event -> event.job().equals(JobPlan.id(number)));

        assertFound(Finding.NOTIFICATION_MISSING, number);
    }

    @Test
    void a_notification_that_was_told_before_redis_lost_its_data_may_be_gone() {
        int number = run.first(job -> job.user() != null);
        run.notifications.removeIf(event -> event.job().equals(JobPlan.id(number)));
        run.happened(Fault.REDIS_LOSS, 0, Run.moment(number) + 60_000, Run.moment(number) + 61_000);

        Report report = run.verdict();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts().get(Tally.NOTIFICATIONS_LOST)).isEqualTo(1);
    }

    @Test
    void a_notification_that_was_told_long_after_redis_lost_its_data_must_be_there() {
        int number = run.first(job -> job.user() != null);
        run.notifications.removeIf(event -> event.job().equals(JobPlan.id(number)));
        run.happened(Fault.REDIS_LOSS, 0, Run.moment(number) - 61_000, Run.moment(number) - 60_000);

        assertFound(Finding.NOTIFICATION_MISSING, number);
    }

    @Test
    void what_nobody_has_sent_is_found() {
        run.deadLetters.add(new DeadLetter("somebody-1", "rejected"));

        assertThat(run.verdict().findings().get(Finding.STRANGER)).containsExactly("somebody-1");
    }

    @Test
    void what_is_left_over_fails_the_run() {
        run.misbehaviour.add("queue torture still holds 1 messages and nothing moves");

        assertThat(run.verdict().isClean()).isFalse();
    }

    @Test
    void recovery_is_the_time_from_the_end_of_a_fault_to_the_next_effect() {
        int number = run.first(JobKind.NORMAL);
        run.happened(Fault.BROKER_KILL, 0, Run.moment(number) - 3_000, Run.moment(number) - 250);
        run.happened(Fault.BROKER_STOP, 0, Run.moment(1_000), Run.moment(1_001));

        assertThat(run.verdict().recovery())
                .containsEntry(Fault.BROKER_KILL, new Recovery(1, 250, 250))
                .containsEntry(Fault.BROKER_STOP, new Recovery(1, -1, -1));
    }

    @Test
    void where_effects_are_not_recorded_a_completed_event_says_that_the_job_was_done() {
        run.entries.clear();
        assertThat(run.verdict(false).isClean()).isTrue();
        assertThat(run.verdict(false).guarantee()).isEqualTo(Guarantee.UNRECORDED);

        int number = run.first(JobKind.NORMAL);
        run.forget(number);
        assertThat(run.verdict(false).findings()).containsOnlyKeys(Finding.LOST, Finding.EVENT_MISSING);
    }

    private Report assertFound(Finding finding, int number) {
        Report report = run.verdict();
        assertThat(report.isClean()).isFalse();
        assertThat(report.findings().get(finding))
                .as(ReportText.table(report))
                .anySatisfy(what -> assertThat(what).matches(JobPlan.id(number) + "\\b.*"));
        return report;
    }
}
