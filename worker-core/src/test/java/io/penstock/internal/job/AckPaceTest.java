package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckPaceTest {
    private static final long START = 1_000_000_000L;

    private static long after(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    @Test
    void with_a_prefetch_of_one_nothing_waits() {
        AckPace pace = new AckPace(1);
        assertThat(pace.isPrefixDue(0, START)).isFalse();
        assertThat(pace.isPrefixDue(1, START)).isTrue();
        assertThat(pace.areStragglersDue(1, START)).isTrue();
    }

    @Test
    void a_quarter_of_the_prefetch_is_enough_for_an_acknowledgement() {
        AckPace pace = new AckPace(100);
        assertThat(pace.isPrefixDue(0, START)).isFalse();
        assertThat(pace.isPrefixDue(24, START)).isFalse();
        assertThat(pace.isPrefixDue(25, START)).isTrue();
        assertThat(pace.enough()).isEqualTo(25);
        assertThat(new AckPace(65_535).enough()).isEqualTo(250);
    }

    @Test
    void a_single_job_on_a_quiet_queue_is_acknowledged_within_milliseconds() {
        AckPace pace = new AckPace(100);
        assertThat(pace.isPrefixDue(0, START)).isFalse();
        assertThat(pace.isPrefixDue(1, after(4))).isFalse();
        assertThat(pace.isPrefixDue(1, after(5))).isTrue();
        assertThat(pace.isPrefixDue(1, after(6))).as("the time begins again").isFalse();
    }

    @Test
    void what_ended_before_an_older_delivery_is_acknowledged_before_the_prefetch_is_used_up() {
        AckPace pace = new AckPace(100);
        assertThat(pace.areStragglersDue(0, START)).isFalse();
        assertThat(pace.areStragglersDue(49, after(1))).isFalse();
        assertThat(pace.areStragglersDue(50, after(1))).isTrue();
    }

    @Test
    void what_ended_before_an_older_delivery_does_not_wait_for_it_for_long() {
        AckPace pace = new AckPace(100);
        assertThat(pace.areStragglersDue(0, START)).isFalse();
        assertThat(pace.areStragglersDue(1, after(49))).isFalse();
        assertThat(pace.areStragglersDue(1, after(50))).isTrue();
    }
}
