package io.penstock.bench.run;

import java.time.Duration;
import java.util.List;
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
        List<String> jvmOptions) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a process is left alone before anybody looks at its memory. */
    Duration pause() {
        return measure.compareTo(LONGEST_PAUSE) < 0 ? measure : LONGEST_PAUSE;
    }

    public Plan {
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions: expected at least 1, got " + repetitions);
        }
    }
}
