package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {
    private final Lease lease = new Lease("queue/type//job", Command.bytes(":worker/1.1"));
    private final long asked = System.nanoTime();

    @Test
    void a_claim_counts_from_when_it_was_asked_for_however_late_the_answer_comes() {
        lease.begin(7);
        assertThat(lease.isOlderThan(0, asked + 1)).isTrue();
    }

    @Test
    void so_does_a_renewal() {
        lease.begin(7);
        lease.renewed(asked + 1_000);
        assertThat(lease.isOlderThan(1_000, asked + 2_000)).isFalse();
        assertThat(lease.isOlderThan(1_000, asked + 2_001)).isTrue();
    }

    @Test
    void one_that_redis_does_not_know_never_runs_out() {
        lease.begin(0);
        assertThat(lease.mayBeSomebodyElses(-1)).isFalse();
    }
}
