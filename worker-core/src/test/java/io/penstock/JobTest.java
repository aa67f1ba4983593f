package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTest {

    private static Job job(String replayId, Map<String, String> meta) {
        return new Job("j-1", "t.x", "q", null, null, 1, 8, Instant.EPOCH, null, null, replayId, null, null, meta);
    }

    @Test
    void every_attempt_has_the_same_effect_key_and_every_replay_its_own() {
        assertThat(job(null, Map.of()).effectKey()).isEqualTo("j-1");
        assertThat(job("r-7", Map.of()).effectKey()).isEqualTo("j-1:r-7");
    }

    @Test
    void changing_the_map_that_a_job_was_made_of_does_not_change_the_job() {
        Map<String, String> meta = new HashMap<>(Map.of("order", "42"));
        Job job = job(null, meta);
        meta.put("order", "43");
        assertThat(job.meta()).containsExactly(Map.entry("order", "42"));
    }

    @Test
    void an_error_made_of_an_exception_has_its_class_message_and_stack() {
        JobError error = JobError.of(new IllegalStateException("no ink"));
        assertThat(error.className()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.message()).isEqualTo("no ink");
        assertThat(error.stack()).contains("no ink", "JobTest");
    }

    @Test
    void an_exception_without_a_message_is_called_by_its_name() {
        assertThat(JobError.of(new IllegalStateException()).message()).isEqualTo("IllegalStateException");
    }

    @Test
    void a_snooze_must_end_in_the_future() {
        assertThatThrownBy(() -> Outcome.snoozed(Duration.ZERO, "busy")).hasMessageContaining("got PT0S");
        assertThatThrownBy(() -> Outcome.snoozed(Duration.ofSeconds(-1), "busy"))
                .hasMessageContaining("got PT-1S");
    }
}
