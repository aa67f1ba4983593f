package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.internal.event.JobEvent;
import io.penstock.internal.ledger.Ledger.Claim.Done;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentlyDoneTest {
    private static final Done TOLD = new Done(null);

    @Test
    void what_was_done_a_moment_ago_is_known_and_nothing_else() {
        RecentlyDone recently = new RecentlyDone(1_000_000, Duration.ofMinutes(5));
        JobEvent event = Jobs.event("j-1:1:completed");
        recently.put("a", event);
        recently.put("b", null);
        assertThat(recently.get("a")).isEqualTo(new Done(event));
        assertThat(recently.get("b")).isEqualTo(TOLD);
        assertThat(recently.get("c")).isNull();
        recently.told("a");
        recently.told("d");
        assertThat(recently.get("a")).isEqualTo(TOLD);
        assertThat(recently.get("d")).isEqualTo(TOLD);
    }

    @Test
    void what_is_told_after_many_others_have_ended_is_not_told_again() {
        RecentlyDone recently = new RecentlyDone(100_000, Duration.ofMinutes(5));
        recently.put("a", Jobs.event("j-1:1:completed"));
        IntStream.range(0, 700).forEach(i -> recently.put("others-that-fill-a-generation-" + i, null));
        recently.told("a");
        assertThat(recently.get("a")).isEqualTo(TOLD);
    }

    @Test
    void the_younger_half_survives_when_memory_runs_out_and_the_rest_is_forgotten() {
        RecentlyDone recently = new RecentlyDone(100_000, Duration.ofMinutes(5));
        IntStream.range(0, 1_500).forEach(i -> recently.put("job-" + "x".repeat(80) + i, null));
        assertThat(recently.get("job-" + "x".repeat(80) + 1_499)).isEqualTo(TOLD);
        assertThat(recently.get("job-" + "x".repeat(80) + 1_100)).isEqualTo(TOLD);
        assertThat(recently.get("job-" + "x".repeat(80) + 0)).isNull();
    }

    @Test
    void what_is_old_is_forgotten_once_others_follow() {
        RecentlyDone recently = new RecentlyDone(1_000_000, Duration.ofMillis(1));
        recently.put("old", null);
        await().until(() -> {
            recently.put("young", null);
            return recently.get("old") == null;
        });
        assertThat(recently.get("young")).isEqualTo(TOLD);
    }
}
