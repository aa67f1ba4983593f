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
 * @param backlog how many jobs are on the queue when a contender begins to empty it, at least 10,000
 * @param workerSettings settings for Penstock's worker that replace the benchmark's own
 * @param jvmOptions options for every JVM that is measured
 */
public record Plan(
        Set<Part> parts,
        int repetitions,
        Duration warmUp,
        Duration measure,
        int backlog,
        Map<String, String> workerSettings,
        List<String> jvmOptions) {

    private static final int FEWEST_JOBS = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a process is left alone before anybody looks at its memory. */
    Duration pause() {
        return measure.compareTo(LONGEST_PAUSE) < 0 ? measure : LONGEST_PAUSE;
    }

    /** In which order the parts are measured this time, counted from 1: there, and back the next time. */
    List<Part> partsOf(int repetition) {
        List<Part> order = List.copyOf(parts);
        return repetition % 2 == 1 ? order : order.reversed();
    }

    public Plan {
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions: expected at least 1, got " + repetitions);
        }
        if (backlog < FEWEST_JOBS) {
            throw new IllegalArgumentException("backlog: expected at least " + FEWEST_JOBS + ", got " + backlog);
        }
    }
}
