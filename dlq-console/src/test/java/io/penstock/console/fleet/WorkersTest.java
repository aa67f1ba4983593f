package io.penstock.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.store.SettableClock;
import io.penstock.internal.fleet.WorkerReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final Workers workers = new Workers(clock);

    private static WorkerReport report(String instance, WorkerReport.State state, long intervalMillis) {
        return new WorkerReport(
                instance,
                "host",
                1,
                "1.0",
                START,
                START,
                intervalMillis,
                state,
                List.of(new WorkerReport.Queue("emails", 20, 7, false, "consuming")),
                List.of(),
                7);
    }

    private void hear(String instance, WorkerReport.State state) {
        workers.hear(report(instance, state, 5_000).bytes());
    }

    @Test
    void a_worker_is_silent_after_three_missed_reports_and_forgotten_after_twelve() {
        hear("a", WorkerReport.State.READY);
        clock.pass(Duration.ofSeconds(14));
        assertThat(workers.all()).extracting(Workers.Seen::silent).containsExactly(false);
        clock.pass(Duration.ofSeconds(1));
        assertThat(workers.all()).extracting(Workers.Seen::silent).containsExactly(true);
        assertThat(WorkForce.of("emails", workers.all())).isEqualTo(new WorkForce(0, 0, 0));
        hear("a", WorkerReport.State.READY);
        assertThat(WorkForce.of("emails", workers.all())).isEqualTo(new WorkForce(1, 20, 7));
        clock.pass(Duration.ofSeconds(60));
        assertThat(workers.all()).isEmpty();
    }

    @Test
    void a_worker_that_says_that_it_has_stopped_is_gone_at_once() {
        hear("a", WorkerReport.State.READY);
        hear("b", WorkerReport.State.DRAINING);
        hear("a", WorkerReport.State.STOPPED);
        assertThat(workers.all())
                .extracting(worker -> worker.report().instance())
                .containsExactly("b");
    }

    @Test
    void what_is_no_report_is_not_heard_and_no_claim_makes_a_worker_stay_for_ever() {
        for (String odd : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"instance\":7}",
                "{\"instance\":\"a\",\"state\":\"READY\"}",
                "x".repeat(600_000))) {
            workers.hear(odd.getBytes(StandardCharsets.UTF_8));
        }
        String whole = new String(report("a", WorkerReport.State.READY, 5_000).bytes(), StandardCharsets.UTF_8);
        for (String field : List.of("instance", "host", "version", "started_at", "at", "state", "queues", "running")) {
            workers.hear(whole.replace("\"" + field + "\":", "\"other\":").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(workers.all()).isEmpty();
        workers.hear(report("a", WorkerReport.State.READY, Long.MAX_VALUE).bytes());
        workers.hear(report("b", WorkerReport.State.READY, Long.MIN_VALUE).bytes());
        assertThat(workers.all()).hasSize(2);
        clock.pass(Duration.ofMinutes(12));
        assertThat(workers.all()).isEmpty();
    }

    @Test
    void a_flood_of_claims_does_not_fill_the_memory() {
        for (int i = 0; i < 5_100; i++) {
            hear("instance-" + i, WorkerReport.State.READY);
        }
        assertThat(workers.all()).hasSize(5_000);
    }

    @Test
    void neither_do_large_ones() {
        for (int i = 0; i < 200; i++) {
            byte[] report =
                    report("instance-" + i, WorkerReport.State.READY, 5_000).bytes();
            workers.hear(Arrays.copyOf(
                    new String(report, StandardCharsets.UTF_8)
                            .concat(" ".repeat(500_000))
                            .getBytes(StandardCharsets.UTF_8),
                    500_000));
        }
        assertThat(workers.all()).hasSize(64 * 1024 * 1024 / 500_000);
    }
}
