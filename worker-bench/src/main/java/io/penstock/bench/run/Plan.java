package io.penstock.bench.run;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param parts which parts
 * @param repetitions how often each, at least once
 * @param warmUp about how long a process works before the measurement begins
 * @param measure about how long a measurement lasts
 * @param workerSettings settings for Penstock's worker that replace the benchmark's own
 * @param jvmOptions options for every JVM that is measured
 */
public record Plan(
        Set<Part> parts,
        int repetitions,
        Duration warmUp,
        Duration measure,
        Map<String, String> workerSettings,
        java.util.List<String> jvmOptions) {

    public Plan {
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions: expected at least 1, got " + repetitions);
        }
    }
}
