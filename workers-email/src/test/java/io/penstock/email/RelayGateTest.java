package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RelayGateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final RelayGate gate = new RelayGate(now::get);

    @Test
    void it_lets_jobs_through_until_it_is_closed_and_again_when_the_time_is_up() {
        assertThat(gate.closure()).isEmpty();

        gate.close(Duration.ofSeconds(15), "away");
        assertThat(gate.closure()).contains(new RelayGate.Closure(NOW.plusSeconds(15), "away"));

        now.set(NOW.plusSeconds(15));
        assertThat(gate.closure()).isEmpty();
    }

    @Test
    void only_the_first_of_many_failures_is_told() {
        assertThat(gate.close(Duration.ofSeconds(15), "away")).isTrue();
        assertThat(gate.close(Duration.ofSeconds(15), "away")).isFalse();

        now.set(NOW.plusSeconds(60));
        assertThat(gate.close(Duration.ofSeconds(15), "away")).isTrue();
    }

    @Test
    void a_relay_that_works_opens_it_at_once() {
        gate.close(Duration.ofMinutes(5), "login refused");
        gate.open();

        assertThat(gate.closure()).isEmpty();
    }
}
