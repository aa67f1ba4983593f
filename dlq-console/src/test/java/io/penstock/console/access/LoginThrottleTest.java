package io.penstock.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.store.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final SettableClock clock = new SettableClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    private Duration attempt(String name, String address) {
        return throttle.attempt(name, address);
    }

    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempt(name, name + i)).as("attempt " + i).isZero();
        }
    }

    @Test
    void after_ten_failures_a_name_waits_from_wherever_it_is_tried_and_others_do_not() {
        fail("ada", LoginThrottle.FAILURES_PER_NAME);

        assertThat(attempt("ada", "elsewhere")).isEqualTo(LoginThrottle.WINDOW);
        assertThat(attempt("bob", "elsewhere")).isZero();
    }

    @Test
    void an_address_that_tries_many_names_waits() {
        for (int i = 0; i < LoginThrottle.FAILURES_PER_ADDRESS; i++) {
            attempt("name" + i, "10.0.0.1");
        }

        assertThat(attempt("another", "10.0.0.1")).isPositive();
        assertThat(attempt("another", "10.0.0.2")).isZero();
    }

    @Test
    void the_wait_ends_with_the_window() {
        fail("ada", LoginThrottle.FAILURES_PER_NAME);
        clock.pass(LoginThrottle.WINDOW.minusSeconds(1));
        assertThat(attempt("ada", "here")).isEqualTo(Duration.ofSeconds(1));
        clock.pass(Duration.ofSeconds(2));

        assertThat(attempt("ada", "here")).isZero();
        fail("ada", LoginThrottle.FAILURES_PER_NAME - 1);
        assertThat(attempt("ada", "here")).as("a window of its own").isPositive();
    }

    @Test
    void whoever_knows_the_password_begins_anew() {
        fail("ada", LoginThrottle.FAILURES_PER_NAME - 1);
        attempt("ada", "here");
        throttle.succeeded("ada", "here");

        fail("ada", LoginThrottle.FAILURES_PER_NAME);
    }

    @Test
    void one_success_does_not_make_up_for_what_its_address_tried_under_other_names() {
        for (int i = 0; i < LoginThrottle.FAILURES_PER_ADDRESS - 1; i++) {
            attempt("name" + i, "10.0.0.1");
        }
        attempt("own", "10.0.0.1");
        throttle.succeeded("own", "10.0.0.1");

        assertThat(attempt("other", "10.0.0.1")).as("one is left").isZero();
        assertThat(attempt("other", "10.0.0.1")).isPositive();
    }
}
