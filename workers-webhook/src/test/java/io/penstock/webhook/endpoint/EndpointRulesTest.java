package io.penstock.webhook.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.webhook.endpoint.Admission.Disabled;
import io.penstock.webhook.endpoint.Admission.Granted;
import io.penstock.webhook.endpoint.Admission.Later;
import io.penstock.webhook.endpoint.EndpointRules.Answer;
import io.penstock.webhook.endpoint.EndpointRules.Ask;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointRulesTest {
    private static final Limits FIVE = new Limits(5, 0, Duration.ofSeconds(30), Duration.ofDays(5));
    private static final long DAY = Duration.ofDays(1).toMillis();

    private EndpointState state = EndpointState.NEW;
    private long now = 1_000_000_000_000L;

    private Admission ask(int job) {
        return ask(job, FIVE);
    }

    private Admission ask(int job, Limits limits) {
        return ask(job, false, limits);
    }

    private Admission waitHere(int job) {
        return ask(job, true, FIVE);
    }

    /** The order of a job is its number. */
    private Admission ask(int job, boolean stays, Limits limits) {
        Answer answer = EndpointRules.admit(state, new Ask("j" + job, "%06d".formatted(job), stays, now), limits);
        state = answer.state();
        return answer.admission();
    }

    private void end(int job, CallResult result) {
        state = EndpointRules.finish(state, "j" + job, result, now, FIVE);
    }

    private void works(int job, long millis) {
        end(job, new CallResult.Worked(Duration.ofMillis(millis)));
    }

    private void fails(int job) {
        end(job, new CallResult.Failed(Duration.ofMillis(10), "500"));
    }

    private void failsAtOnce(int job) {
        ask(job);
        fails(job);
    }

    @Test
    void as_many_are_let_in_as_there_are_places() {
        for (int job = 1; job <= 5; job++) {
            assertThat(ask(job)).isInstanceOf(Granted.class);
        }
        assertThat(ask(6)).isInstanceOf(Later.class);

        works(1, 100);
        assertThat(ask(6)).isInstanceOf(Granted.class);
    }

    @Test
    void a_younger_one_does_not_take_the_place_that_an_older_one_waits_for() {
        for (int job = 11; job <= 15; job++) {
            ask(job);
        }
        waitHere(17);
        waitHere(16);
        works(11, 100);

        assertThat(ask(18)).isInstanceOf(Later.class);
        assertThat(waitHere(17)).isInstanceOf(Later.class);
        assertThat(waitHere(16)).isInstanceOf(Granted.class);
    }

    @Test
    void an_older_one_that_is_not_heard_of_any_more_is_not_waited_for() {
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        waitHere(6);
        works(1, 100);
        now += 1_500;

        assertThat(ask(7)).isInstanceOf(Granted.class);
    }

    @Test
    void no_place_stays_free_for_one_that_was_sent_away() {
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        ask(6);
        works(1, 100);

        assertThat(ask(7)).isInstanceOf(Granted.class);
    }

    @Test
    void the_places_of_a_worker_that_died_are_free_after_the_lease() {
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        now += 30_001;

        assertThat(ask(6)).isInstanceOf(Granted.class);
    }

    @Test
    void a_job_that_comes_again_after_a_crash_has_its_place_already() {
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        assertThat(ask(3)).isInstanceOf(Granted.class);
        assertThat(state.running()).hasSize(5);
    }

    @Test
    void who_is_sent_away_comes_back_in_the_order_of_age_as_fast_as_the_endpoint_works() {
        ask(1);
        works(1, 10_000);
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        for (int place = 1; place <= 40; place++) {
            int job = 5 + place;
            long expected = Math.min(place * 2_000L, 120_000);
            assertThat(ask(job))
                    .isInstanceOfSatisfying(
                            Later.class,
                            later -> assertThat(later.delay().toMillis()).isEqualTo(expected));
        }
    }

    @Test
    void nobody_stays_away_for_longer_than_two_minutes_and_nothing_is_kept_of_those_who_do() {
        ask(1);
        works(1, 1_000);
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        long last = 0;
        for (int job = 6; job < 6 + 2_000; job++) {
            Later later = (Later) ask(job);
            assertThat(later.delay().toMillis()).isGreaterThanOrEqualTo(last);
            last = Math.min(later.delay().toMillis(), 119_000);
        }
        assertThat(last).isEqualTo(119_000);
        assertThat(state.waiting()).isEmpty();
        assertThat(EndpointState.FORM.write(state).length()).isLessThan(1_000);
    }

    @Test
    void a_hanging_endpoint_is_noticed_before_its_first_call_ends() {
        for (int job = 1; job <= 5; job++) {
            ask(job);
        }
        now += 10_000;

        assertThat(ask(6))
                .isInstanceOfSatisfying(
                        Later.class, later -> assertThat(later.delay()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void a_rate_spaces_the_starts() {
        Limits tenPerSecond = new Limits(5, 10, Duration.ofSeconds(30), Duration.ZERO);

        assertThat(ask(1, tenPerSecond)).isInstanceOf(Granted.class);
        works(1, 10);
        assertThat(ask(2, tenPerSecond)).isInstanceOf(Later.class);
        now += 100;
        assertThat(ask(2, tenPerSecond)).isInstanceOf(Granted.class);
        assertThat(ask(3, tenPerSecond))
                .isInstanceOfSatisfying(
                        Later.class,
                        later -> assertThat(later.delay().toMillis()).isBetween(100L, 200L));
    }

    @Test
    void seventy_percent_of_ten_calls_open_the_circuit_for_half_a_minute() {
        for (int job = 1; job <= 3; job++) {
            ask(job);
            works(job, 10);
        }
        for (int job = 4; job <= 9; job++) {
            failsAtOnce(job);
        }
        assertThat(ask(10)).isInstanceOf(Granted.class);
        fails(10);

        assertThat(ask(11)).isInstanceOfSatisfying(Later.class, later -> {
            assertThat(later.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
            assertThat(later.soon()).isFalse();
            assertThat(later.reason()).contains("circuit");
        });
    }

    @Test
    void fewer_failures_or_older_ones_do_not() {
        for (int job = 1; job <= 9; job++) {
            failsAtOnce(job);
        }
        now += Duration.ofMinutes(6).toMillis();
        failsAtOnce(10);
        assertThat(ask(11)).isInstanceOf(Granted.class);
        works(11, 10);
        for (int job = 20; job < 40; job++) {
            ask(job);
            if (job % 3 == 0) {
                works(job, 10);
            } else {
                fails(job);
            }
        }
        assertThat(ask(50)).isInstanceOf(Granted.class);
    }

    private void open() {
        for (int job = 1; job <= 10; job++) {
            failsAtOnce(job);
        }
    }

    @Test
    void after_that_three_try_and_the_circuit_closes_when_they_have_worked() {
        open();
        now += 30_001;
        for (int job = 11; job <= 13; job++) {
            assertThat(ask(job)).isInstanceOf(Granted.class);
        }
        assertThat(ask(14)).isInstanceOf(Later.class);
        works(11, 10);
        works(12, 10);
        works(13, 10);

        for (int job = 14; job <= 18; job++) {
            assertThat(ask(job)).isInstanceOf(Granted.class);
        }
    }

    @Test
    void after_that_one_that_fails_opens_it_again() {
        open();
        now += 30_001;
        ask(11);
        fails(11);

        assertThat(ask(12))
                .isInstanceOfSatisfying(
                        Later.class,
                        later -> assertThat(later.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31)));
    }

    @Test
    void the_jobs_of_an_endpoint_that_fails_come_back_one_by_one_and_later_each_time_it_fails_again() {
        open();
        for (int place = 1; place <= 90; place++) {
            assertThat(((Later) ask(100 + place)).delay()).isEqualTo(Duration.ofSeconds(30 + place));
        }
        assertThat(((Later) ask(200)).delay()).isEqualTo(Duration.ofMinutes(2));

        for (int minutes : new int[] {4, 8, 16, 16}) {
            now += 30_001;
            ask(11);
            fails(11);
            Later last = null;
            for (int job = 1_000; job < 2_000; job++) {
                last = (Later) ask(job);
            }
            assertThat(last.delay()).isEqualTo(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void who_asks_once_the_endpoint_works_again_does_not_wait_for_those_who_were_sent_away_before() {
        open();
        for (int job = 100; job < 200; job++) {
            ask(job);
        }
        now += 30_001;
        for (int job = 11; job <= 13; job++) {
            ask(job);
            works(job, 10);
        }
        for (int job = 14; job <= 18; job++) {
            assertThat(ask(job)).isInstanceOf(Granted.class);
        }

        assertThat(((Later) ask(19)).delay()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_pause_that_the_endpoint_asked_for_holds_for_all_of_its_jobs() {
        ask(1);
        end(1, new CallResult.Throttled(Duration.ofMillis(10), "429", Duration.ofMinutes(10)));

        assertThat(ask(2)).isInstanceOfSatisfying(Later.class, later -> {
            assertThat(later.delay()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
            assertThat(later.soon()).isFalse();
        });
        now += Duration.ofMinutes(10).toMillis();
        assertThat(ask(2)).isInstanceOf(Granted.class);
    }

    @Test
    void gone_disables_at_once_until_somebody_enables() {
        ask(1);
        end(1, new CallResult.Gone(Duration.ofMillis(10)));

        assertThat(ask(2)).isEqualTo(new Disabled("the endpoint answered 410 Gone"));
        state = EndpointRules.enable(state);
        assertThat(ask(2)).isInstanceOf(Granted.class);
    }

    @Test
    void five_days_of_nothing_but_failures_disable() {
        for (int day = 0; day <= 5; day++) {
            assertThat(state.health().isDisabled()).isFalse();
            failsAtOnce(day * 2);
            failsAtOnce(day * 2 + 1);
            now += day == 5 ? 0 : DAY;
        }
        assertThat(state.health().isDisabled()).isTrue();
        assertThat(state.health().disabledBecause()).isEqualTo("nothing but failures for 5 days");
        assertThat(ask(99)).isInstanceOf(Disabled.class);
    }

    @Test
    void one_success_starts_the_five_days_anew() {
        for (int day = 0; day <= 8; day++) {
            failsAtOnce(day * 2);
            if (day == 4) {
                ask(1_000);
                works(1_000, 10);
            }
            failsAtOnce(day * 2 + 1);
            now += DAY;
        }
        assertThat(state.health().isDisabled()).isFalse();
    }

    @Test
    void days_on_which_nothing_was_tried_say_nothing() {
        for (int job = 1; job <= 20; job++) {
            failsAtOnce(job);
        }
        now += 10 * DAY;
        failsAtOnce(21);

        assertThat(state.health().isDisabled()).isFalse();
    }

    @Test
    void two_failures_five_days_apart_are_not_enough() {
        for (int day = 0; day <= 6; day++) {
            failsAtOnce(day);
            now += DAY;
        }
        assertThat(state.health().isDisabled()).isFalse();
    }

    @Test
    void what_is_kept_can_be_read_again() {
        open();
        ask(50);

        assertThat(EndpointState.FORM.read(EndpointState.FORM.write(state))).isEqualTo(state);
        assertThat(EndpointState.FORM.read("nonsense")).isEqualTo(EndpointState.NEW);
    }
}
