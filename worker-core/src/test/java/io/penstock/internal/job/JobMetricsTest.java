package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry);

    @Test
    void an_ended_job_is_counted_and_timed_under_queue_type_and_outcome() {
        metrics.ended("q", "t.x", "completed", Duration.ofMillis(250));
        metrics.ended("q", "t.x", "completed", Duration.ofMillis(750));
        assertThat(registry.get("penstock.jobs")
                        .tags("queue", "q", "type", "t.x", "outcome", "completed")
                        .counter()
                        .count())
                .isEqualTo(2);
        Timer duration = registry.get("penstock.job.duration")
                .tags("queue", "q", "type", "t.x")
                .timer();
        assertThat(duration.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_000);
    }

    @Test
    void a_producer_whose_clock_is_ahead_makes_no_negative_wait() {
        metrics.waited("q", Duration.ofSeconds(-5));
        Timer wait = registry.get("penstock.queue.wait").timer();
        assertThat(wait.count()).isEqualTo(1);
        assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P730000D", "PT9223372036854775807S", "PT-9223372036854775808S"})
    void a_producer_whose_clock_is_centuries_off_does_not_stop_its_job(Duration wait) {
        assertThatCode(() -> metrics.waited("q", wait)).doesNotThrowAnyException();
    }

    @Test
    void dead_letters_hand_backs_and_suspects_are_counted_by_queue() {
        metrics.dead("q", "rejected");
        metrics.handedBack("q");
        metrics.suspected("q");
        assertThat(registry.get("penstock.dead.letters")
                        .tags("queue", "q", "reason", "rejected")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("penstock.handbacks")
                        .tags("queue", "q")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("penstock.suspects")
                        .tags("queue", "q")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void counters_of_a_queue_stand_at_zero_before_anything_happened() {
        metrics.startCounting("q");
        assertThat(registry.get("penstock.dead.letters").tags("queue", "q").counters())
                .hasSize(Verdict.Reason.values().length)
                .allMatch(counter -> counter.count() == 0);
        assertThat(registry.get("penstock.suspects")
                        .tags("queue", "q")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void busy_and_free_slots_add_up_and_are_never_negative() {
        AtomicInteger busy = new AtomicInteger(3);
        metrics.slots("q", 5, busy::get);
        assertThat(slots("busy")).isEqualTo(3);
        assertThat(slots("free")).isEqualTo(2);
        busy.set(7);
        assertThat(slots("free")).isZero();
    }

    private double slots(String state) {
        return registry.get("penstock.worker.slots")
                .tags("queue", "q", "state", state)
                .gauge()
                .value();
    }

    @Test
    void the_slots_are_still_counted_after_a_garbage_collection() {
        metrics.slots("q", 20, () -> 7);
        System.gc();
        assertThat(registry.get("penstock.worker.slots")
                        .tag("state", "busy")
                        .gauge()
                        .value())
                .isEqualTo(7);
        assertThat(registry.get("penstock.worker.slots")
                        .tag("state", "free")
                        .gauge()
                        .value())
                .isEqualTo(13);
    }
}
