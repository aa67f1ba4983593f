package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final RetryPolicy POLICY =
            RetryPolicy.exponentialWithFullJitter(Duration.ofSeconds(2), Duration.ofMinutes(1));

    /** Always draws the largest number that was allowed. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("unbounded");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @ParameterizedTest
    @CsvSource({"1,2000", "2,4000", "3,8000", "4,16000", "5,32000", "6,60000", "7,60000", "1000,60000"})
    void the_longest_wait_doubles_with_each_attempt_up_to_the_cap(int attempt, long longestMillis) {
        assertThat(POLICY.delayAfter(attempt, LARGEST)).hasMillis(longestMillis);
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 64, 65, 1_000, Integer.MAX_VALUE})
    void attempts_beyond_any_doubling_still_wait_at_most_the_cap(int attempt) {
        RetryPolicy wide = RetryPolicy.exponentialWithFullJitter(Duration.ofMillis(1), Duration.ofDays(36_500));
        assertThat(wide.delayAfter(attempt, LARGEST)).isBetween(Duration.ofMillis(1L << 40), Duration.ofDays(36_500));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void an_attempt_that_cannot_be_is_taken_for_the_first(int attempt) {
        assertThat(POLICY.delayAfter(attempt, LARGEST)).hasSeconds(2);
    }

    @Test
    void waits_are_spread_evenly_between_zero_and_the_bound() {
        SplittableRandom random = new SplittableRandom(42);
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            long millis = POLICY.delayAfter(3, random).toMillis();
            assertThat(millis).isBetween(0L, 8_000L);
            tenths[(int) Math.min(9, millis / 800)]++;
        }
        assertThat(IntStream.of(tenths).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
    }

    @Test
    void jobs_that_failed_together_do_not_come_back_together() {
        SplittableRandom random = new SplittableRandom(7);
        long different = LongStream.generate(() -> POLICY.delayAfter(6, random).toMillis())
                .limit(100)
                .distinct()
                .count();
        assertThat(different).isGreaterThan(95);
    }

    @Test
    void a_wait_of_nothing_is_possible() {
        RetryPolicy tiny = RetryPolicy.exponentialWithFullJitter(Duration.ofMillis(1), Duration.ofMillis(1));
        SplittableRandom random = new SplittableRandom(1);
        assertThat(LongStream.generate(() -> tiny.delayAfter(1, random).toMillis())
                        .limit(100)
                        .distinct())
                .containsExactlyInAnyOrder(0L, 1L);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,PT1M", "PT-1S,PT1M", "PT2M,PT1M"})
    void bounds_that_make_no_sense_are_refused_and_named(Duration base, Duration cap) {
        assertThatThrownBy(() -> RetryPolicy.exponentialWithFullJitter(base, cap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0 < base <= cap", base.toString(), cap.toString());
    }

    @Test
    void a_cap_beyond_counting_is_refused_when_the_policy_is_made_and_not_when_a_job_fails() {
        assertThatThrownBy(() -> RetryPolicy.exponentialWithFullJitter(
                        Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_fixed_wait_is_the_same_after_every_attempt() {
        RetryPolicy fixed = RetryPolicy.fixed(Duration.ofSeconds(9));
        assertThat(fixed.delayAfter(1, LARGEST)).hasSeconds(9);
        assertThat(fixed.delayAfter(900, LARGEST)).hasSeconds(9);
    }
}
