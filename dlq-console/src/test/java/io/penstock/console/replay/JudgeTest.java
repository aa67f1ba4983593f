package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.replay.Judge.Judgement;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
    private static final Judge.Past NO_PAST = new Judge.Past(0, 0);

    private static ReplaySettings settings(int canary, @Nullable Integer stopAbove, boolean byEvents) {
        return new ReplaySettings(10, canary, 60, stopAbove, null, byEvents);
    }

    private static Counts counts(int pending, int published, int succeeded, int failed) {
        return new Counts(Map.of(
                ItemState.PENDING, pending,
                ItemState.PUBLISHED, published,
                ItemState.SUCCEEDED, succeeded,
                ItemState.FAILED_AGAIN, failed));
    }

    private static Judgement canary(Counts counts, @Nullable Instant until, boolean byEvents) {
        return judged(counts, new Judge.Canary(false, until, Judge.Retries.NONE), byEvents);
    }

    private static Judgement judged(Counts counts, Judge.Canary canary, boolean byEvents) {
        return Judge.judge(new Judge.Case(settings(5, 20, byEvents), counts, canary, NO_PAST), NOW);
    }

    private static Judgement rest(Counts counts, Judge.Past past, boolean byEvents) {
        return Judge.judge(
                new Judge.Case(
                        settings(0, 20, byEvents), counts, new Judge.Canary(false, null, Judge.Retries.NONE), past),
                NOW);
    }

    @Test
    void only_the_canary_is_published_at_first() {
        assertThat(canary(counts(10, 0, 0, 0), null, true)).isEqualTo(new Judgement.GoOn(5));
        assertThat(canary(counts(8, 1, 1, 0), null, true)).isEqualTo(new Judgement.GoOn(3));
        assertThat(canary(counts(5, 5, 0, 0), null, true)).isInstanceOf(Judgement.CanaryIsOut.class);
    }

    @Test
    void a_canary_is_not_out_before_the_broker_has_all_of_it() {
        var underWay = new Counts(Map.of(ItemState.PENDING, 5, ItemState.PUBLISHING, 2, ItemState.PUBLISHED, 3));
        assertThat(canary(underWay, null, true)).isInstanceOf(Judgement.Wait.class);
        assertThat(canary(underWay, NOW, false)).isInstanceOf(Judgement.Wait.class);
        var some = new Counts(Map.of(ItemState.PENDING, 7, ItemState.PUBLISHING, 2, ItemState.PUBLISHED, 1));
        assertThat(canary(some, null, true)).isEqualTo(new Judgement.GoOn(2));
    }

    @Test
    void a_canary_that_is_out_is_waited_for_and_not_for_ever() {
        assertThat(canary(counts(5, 4, 1, 0), NOW.plusMillis(1), true)).isInstanceOf(Judgement.Wait.class);
        assertThat(canary(counts(5, 4, 1, 0), NOW, true)).isInstanceOf(Judgement.Stop.class);
        assertThat(canary(counts(5, 5, 0, 0), NOW, false)).isInstanceOf(Judgement.CanaryIsOver.class);
    }

    @Test
    void a_canary_whose_jobs_are_tried_again_is_waited_for_until_that_can_have_told_something_and_not_for_ever() {
        Instant over = NOW.minusSeconds(1);
        var soon = new Judge.Canary(false, over, new Judge.Retries(2, NOW.minusSeconds(59)));
        assertThat(judged(counts(5, 4, 1, 0), soon, true))
                .isEqualTo(new Judgement.Wait(
                        "waiting for the canary: 1 of 5 have an outcome; 2 failed and will be tried again"));
        var past = new Judge.Canary(false, over, new Judge.Retries(2, NOW.minusSeconds(60)));
        assertThat(judged(counts(5, 4, 1, 0), past, true))
                .isEqualTo(
                        new Judgement.Stop("stopped by itself: 4 of 5 of the canary have no outcome after 60 s or more;"
                                + " 2 failed and will be tried again"));

        Instant far = NOW.plusSeconds(3_600);
        var last = new Judge.Canary(false, NOW.minusSeconds(9 * 60 - 1), new Judge.Retries(1, far));
        assertThat(judged(counts(5, 4, 1, 0), last, true)).isInstanceOf(Judgement.Wait.class);
        var tooLong = new Judge.Canary(false, NOW.minusSeconds(9 * 60), new Judge.Retries(1, far));
        assertThat(judged(counts(5, 4, 1, 0), tooLong, true)).isInstanceOf(Judgement.Stop.class);
    }

    @Test
    void a_canary_stops_as_soon_as_too_many_of_it_failed() {
        assertThat(canary(counts(5, 0, 4, 1), NOW.plusMillis(1), true)).isInstanceOf(Judgement.CanaryIsOver.class);
        assertThat(canary(counts(5, 3, 0, 2), NOW.plusMillis(1), true)).isInstanceOf(Judgement.Stop.class);
        assertThat(canary(counts(5, 3, 0, 2), NOW.plusMillis(1), false)).isInstanceOf(Judgement.Stop.class);
    }

    @Test
    void without_a_limit_one_failure_stops_a_canary() {
        var strict = new Judge.Case(
                settings(5, null, true),
                counts(5, 4, 0, 1),
                new Judge.Canary(false, null, Judge.Retries.NONE),
                NO_PAST);
        assertThat(Judge.judge(strict, NOW)).isInstanceOf(Judgement.Stop.class);
    }

    @Test
    void of_few_outcomes_no_percentage_is_taken() {
        assertThat(rest(counts(5, 50, 0, 9), NO_PAST, true)).isInstanceOf(Judgement.GoOn.class);
        assertThat(rest(counts(5, 50, 0, 10), NO_PAST, true)).isInstanceOf(Judgement.Stop.class);
        assertThat(rest(counts(5, 50, 8, 2), NO_PAST, true)).isInstanceOf(Judgement.GoOn.class);
    }

    @Test
    void where_success_is_not_told_failures_are_measured_by_what_was_published() {
        assertThat(rest(counts(5, 40, 0, 10), NO_PAST, false)).isInstanceOf(Judgement.GoOn.class);
        assertThat(rest(counts(5, 30, 0, 10), NO_PAST, false)).isInstanceOf(Judgement.Stop.class);
    }

    @Test
    void what_somebody_went_on_in_spite_of_does_not_count() {
        assertThat(rest(counts(5, 0, 9, 15), new Judge.Past(14, 14), true)).isInstanceOf(Judgement.GoOn.class);
        assertThat(rest(counts(5, 0, 7, 17), new Judge.Past(14, 14), true)).isInstanceOf(Judgement.Stop.class);
    }
}
