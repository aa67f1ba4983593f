package io.penstock.bench.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A report with something of everything. */
final class Given {
    private Given() {}

    static Report report() {
        return new Report(
                Instant.parse("2026-11-25T02:27:11.5Z"),
                Map.of("processors", 2, "processor", "Fast & <Cheap>"),
                Map.of("rabbitmq", "3.10.8"),
                Map.of("repetitions", 3),
                List.of(
                        new Series("b", "peer", "jobs/s", List.of(20_000.0, 10_000.0, 30_000.0)),
                        new Series("c", "ours", "jobs/s", List.of(15_000.0)),
                        new Series("h.idle", "memory", "MiB", List.of(80.25))),
                List.of(
                        Goal.atLeastTimes(1, "c", "b"),
                        Goal.atMost(160, "h.idle"),
                        Goal.atLeastTimes(0.9, "f.client", "f.raw")));
    }
}
