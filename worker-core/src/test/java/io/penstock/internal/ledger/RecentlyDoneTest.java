package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.internal.ledger.Ledger.Claim.Done;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentlyDoneTest {
    private static final Done TOLD = new Done(null);

    @Test
    void what_was_done_a_moment_ago_is_known_and_nothing_else() {
        RecentlyDone recently = new RecentlyDone(1_000_000, Duration.ofMinutes(5));
        Done untold = new Done(Jobs.event("j-1:1:completed"));
        recently.put("a", untold);
        recently.put("b", TOLD);
        assertThat(recently.get("a")).isEqualTo(untold);
        assertThat(recently.get("b")).isEqualTo(TOLD);
        assertThat(recently.get("c")).isNull();
    }

    @Test
    void the_younger_half_survives_when_memory_runs_out_and_the_rest_is_forgotten() {
        RecentlyDone recently = new RecentlyDone(100_000, Duration.ofMinutes(5));
        IntStream.range(0, 1_000).forEach(i -> recently.put("job-" + i, TOLD));
        assertThat(recently.get("job-999")).isEqualTo(TOLD);
        assertThat(recently.get("job-850")).isEqualTo(TOLD);
        assertThat(recently.get("job-0")).isNull();
    }

    @Test
    void what_is_old_is_forgotten_once_others_follow() {
        RecentlyDone recently = new RecentlyDone(1_000_000, Duration.ofMillis(1));
        recently.put("old", TOLD);
        await().until(() -> {
            recently.put("young", TOLD);
            return recently.get("old") == null;
        });
        assertThat(recently.get("young")).isEqualTo(TOLD);
    }
}
