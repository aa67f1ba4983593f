package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.RetryPolicy;
import io.penstock.internal.job.Verdict.DeadLetter;
import io.penstock.internal.job.Verdict.Reason;
import io.penstock.internal.job.Verdict.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictRulesTest {
    private static final RandomGenerator RANDOM = new SplittableRandom(42);
    private static final RetryPolicy TEN_SECONDS_PER_ATTEMPT = (attempt, random) -> Duration.ofSeconds(10L * attempt);
    private static final JobError ERROR = JobError.of("421 try later");
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    private static Verdict decide(int attempt, int maxAttempts, Outcome outcome) {
        return VerdictRules.decide(Given.job(attempt, maxAttempts), outcome, TEN_SECONDS_PER_ATTEMPT, RANDOM);
    }

    @Nested
    class After_an_execution {

        @ParameterizedTest
        @CsvSource({"1,8", "8,8", "9,8", "1,1"})
        void a_job_that_is_done_is_complete_at_whatever_attempt(int attempt, int maxAttempts) {
            assertThat(decide(attempt, maxAttempts, Outcome.done("result"))).isEqualTo(new Verdict.Complete("result"));
        }

        @ParameterizedTest
        @CsvSource({"1,8", "7,8", "8,8", "1,1"})
        void a_rejected_job_is_dead_lettered_although_attempts_are_left(int attempt, int maxAttempts) {
            assertThat(decide(attempt, maxAttempts, new Outcome.Rejected(ERROR)))
                    .isEqualTo(new DeadLetter(Reason.REJECTED, ERROR));
        }

        @Test
        void a_rejected_job_is_dead_for_the_reason_that_its_handler_gives() {
            assertThat(decide(1, 8, Outcome.rejected("endpoint_disabled", ERROR)))
                    .isEqualTo(new DeadLetter(Reason.REJECTED, "endpoint_disabled", ERROR));
            assertThatThrownBy(() -> Outcome.rejected("Not a word", ERROR))
                    .hasMessage("reason: expected 1 to 64 characters of [a-z0-9_], got Not a word");
        }

        @ParameterizedTest
        @CsvSource({"1,8", "8,8", "9,8", "1,1"})
        void a_snoozed_job_comes_back_under_the_same_attempt_even_at_its_last(int attempt, int maxAttempts) {
            assertThat(decide(attempt, maxAttempts, Outcome.snoozed(Duration.ofSeconds(3), "rate limit")))
                    .isEqualTo(new RetryAfter(Duration.ofSeconds(3), attempt, null));
        }

        @ParameterizedTest
        @CsvSource({"1,8", "2,8", "7,8", "1,2", "999,1000"})
        void a_failed_job_with_attempts_left_comes_back_as_the_next_attempt(int attempt, int maxAttempts) {
            assertThat(decide(attempt, maxAttempts, new Outcome.Failed(ERROR, null)))
                    .isEqualTo(new RetryAfter(Duration.ofSeconds(10L * attempt), attempt + 1, ERROR));
        }

        @ParameterizedTest
        @CsvSource({"8,8", "9,8", "1,1", "2147483647,1000"})
        void a_job_that_fails_at_its_last_attempt_is_dead_lettered(int attempt, int maxAttempts) {
            assertThat(decide(attempt, maxAttempts, new Outcome.Failed(ERROR, Duration.ofSeconds(1))))
                    .isEqualTo(new DeadLetter(Reason.ATTEMPTS_EXHAUSTED, ERROR));
        }

        @ParameterizedTest
        @CsvSource({"PT0S,PT20S", "PT19.999S,PT20S", "PT20S,PT20S", "PT20.001S,PT20.001S", "PT-5S,PT20S"})
        void the_next_attempt_waits_for_the_longer_of_what_handler_and_policy_say(Duration handler, Duration expected) {
            assertThat(decide(2, 8, new Outcome.Failed(ERROR, handler))).isEqualTo(new RetryAfter(expected, 3, ERROR));
        }

        @Test
        void a_wait_longer_than_any_calendar_is_cut_to_a_hundred_years_and_the_job_still_settled() {
            Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
            assertThat(decide(1, 8, new Outcome.Failed(ERROR, endless)))
                    .isEqualTo(new RetryAfter(Duration.ofDays(36_500), 2, ERROR));
            assertThat(decide(1, 8, Outcome.snoozed(endless, "closed for ever")))
                    .isEqualTo(new RetryAfter(Duration.ofDays(36_500), 1, null));
        }

        @Test
        void the_policy_is_asked_with_the_attempt_that_failed_and_the_given_randomness() {
            RetryPolicy policy = (attempt, random) -> {
                assertThat(attempt).isEqualTo(4);
                assertThat(random).isSameAs(RANDOM);
                return Duration.ZERO;
            };
            assertThat(VerdictRules.decide(Given.job(4, 8), new Outcome.Failed(ERROR, null), policy, RANDOM))
                    .isEqualTo(new RetryAfter(Duration.ZERO, 5, ERROR));
        }
    }

    @Nested
    class On_arrival {

        @ParameterizedTest
        @CsvSource({"0,0", "1,0", "1,9", "0,9"})
        void a_delivery_that_hardly_ever_came_back_goes_on(long deliveries, long acquisitions) {
            assertThat(VerdictRules.onArrival(false, deliveries, acquisitions)).isNull();
        }

        @ParameterizedTest
        @CsvSource({"2,0", "3,3", "20,20", "0,10", "1,11"})
        void a_delivery_that_came_back_too_often_is_quarantined(long deliveries, long acquisitions) {
            assertThat(VerdictRules.onArrival(false, deliveries, acquisitions)).isEqualTo(new Verdict.Quarantine());
        }

        @ParameterizedTest
        @CsvSource({"0,0", "1,1", "2,2", "2,100"})
        void a_suspect_gets_three_chances_alone(long deliveries, long acquisitions) {
            assertThat(VerdictRules.onArrival(true, deliveries, acquisitions)).isNull();
        }

        @ParameterizedTest
        @CsvSource({"3", "4", "20"})
        void a_suspect_that_crashed_its_worker_three_times_alone_is_dead_lettered(long deliveries) {
            assertThat(VerdictRules.onArrival(true, deliveries, 0)).isInstanceOfSatisfying(DeadLetter.class, dead -> {
                assertThat(dead.reason()).isEqualTo(Reason.DELIVERY_LIMIT);
                assertThat(dead.error().className()).isEqualTo("io.penstock.WorkerCrashed");
                assertThat(dead.error().message()).contains("ended " + deliveries + " times");
            });
        }
    }

    @Nested
    class On_schedule {

        @Test
        void a_job_without_times_runs_at_once() {
            assertThat(VerdictRules.onSchedule(Given.job(1, 8), null, null, NOW))
                    .isNull();
        }

        @ParameterizedTest
        @CsvSource({"0", "-1", "-86400000"})
        void a_job_that_is_due_or_overdue_runs(long millis) {
            assertThat(VerdictRules.onSchedule(Given.job(1, 8), NOW.plusMillis(millis), null, NOW))
                    .isNull();
        }

        @Test
        void a_job_that_is_not_due_comes_back_when_it_is_without_using_up_an_attempt() {
            assertThat(VerdictRules.onSchedule(Given.job(3, 3), NOW.plusMillis(1_500), null, NOW))
                    .isEqualTo(new RetryAfter(Duration.ofMillis(1_500), 3, null));
        }

        @Test
        void a_job_lives_to_the_end_of_its_last_instant() {
            assertThat(VerdictRules.onSchedule(Given.job(1, 8), null, NOW, NOW)).isNull();
        }

        @Test
        void an_expired_job_is_dead_lettered_with_the_time_at_which_it_expired() {
            assertThat(VerdictRules.onSchedule(Given.job(1, 8), null, NOW.minusMillis(1), NOW))
                    .isInstanceOfSatisfying(DeadLetter.class, dead -> {
                        assertThat(dead.reason()).isEqualTo(Reason.EXPIRED);
                        assertThat(dead.error().message()).contains("2030-01-31T11:59:59.999Z");
                    });
        }

        @Test
        void an_expired_job_does_not_wait_until_it_is_due() {
            Verdict verdict = VerdictRules.onSchedule(Given.job(1, 8), NOW.plusSeconds(60), NOW.minusSeconds(1), NOW);
            assertThat(verdict).isInstanceOf(DeadLetter.class);
        }

        @Test
        void a_job_that_is_due_at_the_end_of_time_waits_as_long_as_can_be_counted() {
            assertThat(VerdictRules.onSchedule(Given.job(1, 8), Instant.MAX, null, NOW))
                    .isEqualTo(new RetryAfter(Duration.ofDays(36_500), 1, null));
        }
    }

    @Test
    void what_is_no_job_here_is_dead_lettered_and_says_which_kind_it_is() {
        assertThat(VerdictRules.malformed(ERROR)).isEqualTo(new DeadLetter(Reason.MALFORMED, ERROR));
        assertThat(VerdictRules.unknownType(ERROR)).isEqualTo(new DeadLetter(Reason.UNKNOWN_TYPE, ERROR));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void reasons_are_words_in_lower_case(Reason reason) {
        assertThat(reason.word()).matches("[a-z]+(_[a-z]+)?");
    }

    @Test
    void a_job_that_somebody_else_holds_comes_back_when_the_claim_may_be_over_and_uses_up_no_attempt() {
        Job job = Given.job(2, 8);
        assertThat(VerdictRules.held(job, Duration.ofMillis(20)))
                .isEqualTo(new RetryAfter(Duration.ofSeconds(1), 2, null));
        assertThat(VerdictRules.held(job, Duration.ofSeconds(3)))
                .isEqualTo(new RetryAfter(Duration.ofSeconds(3), 2, null));
        assertThat(VerdictRules.held(job, Duration.ofMinutes(10)))
                .isEqualTo(new RetryAfter(Duration.ofSeconds(5), 2, null));
    }

    @Test
    void a_job_that_was_overtaken_or_cannot_be_claimed_comes_back_at_the_same_attempt() {
        assertThat(VerdictRules.overtaken(3)).isEqualTo(new RetryAfter(Duration.ofSeconds(5), 3, null));
        assertThat(VerdictRules.unclaimed(Given.job(3, 8))).isEqualTo(new RetryAfter(Duration.ofSeconds(5), 3, null));
    }
}
