package io.penstock.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final WorkForce NOBODY = new WorkForce(0, 0, 0);

    private static int desired(long waiting, double arrivals, double completed, WorkForce force) {
        return Replicas.desired(new Replicas.Load(waiting, arrivals, completed), force, false);
    }

    @Test
    void nothing_to_do_needs_nobody_and_so_does_a_queue_that_is_paused() {
        assertThat(desired(0, 0, 0, NOBODY)).isZero();
        assertThat(desired(0, -1, -1, NOBODY)).isZero();
        assertThat(Replicas.desired(new Replicas.Load(1_000, 50, 50), NOBODY, true))
                .isZero();
    }

    @Test
    void a_single_job_needs_one() {
        assertThat(desired(1, -1, -1, NOBODY)).isEqualTo(1);
        assertThat(desired(0, 0.1, 0, NOBODY)).isEqualTo(1);
    }

    @Test
    void as_long_as_nobody_knows_how_long_a_job_takes_no_slot_has_more_than_ten_before_it() {
        assertThat(desired(200, -1, -1, NOBODY)).isEqualTo(1);
        assertThat(desired(201, -1, -1, NOBODY)).isEqualTo(2);
        assertThat(desired(201, -1, -1, new WorkForce(2, 8, 8))).isEqualTo(6);
    }

    @Test
    void with_rates_they_keep_up_and_catch_up_in_a_minute() {
        WorkForce two = new WorkForce(2, 40, 40);
        // each does 10/s: 20/s arrive, and 600 that wait are 10/s more
        assertThat(desired(600, 20, 20, two)).isEqualTo(3);
        // a fortieth of what two could do is done, so one is plenty
        assertThat(desired(0, 1, 1, new WorkForce(2, 40, 1))).isEqualTo(1);
    }

    @Test
    void no_flood_asks_for_more_than_ten_thousand() {
        assertThat(desired(Long.MAX_VALUE, 1e300, 1e-300, new WorkForce(1, 1, 1)))
                .isEqualTo(10_000);
    }
}
