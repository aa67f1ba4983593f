package io.penstock.console.replay;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a replay goes about it.
 *
 * @param rate        how many are published in a second at most, from 1 to {@link #FASTEST}
 * @param canary      how many are published first, before the others wait for what becomes of them; 0 for none
 * @param canaryWait  how long they wait for that at most, in seconds
 * @param stopAbove   above which percentage of failures it stops, null for never
 * @param targetQueue where jobs are published, null for where each came from
 * @param byEvents    whether events tell of success; otherwise only new dead letters tell of failure
 */
public record ReplaySettings(
        int rate,
        int canary,
        int canaryWait,
        @Nullable Integer stopAbove,
        @Nullable String targetQueue,
        boolean byEvents) {
    /** The highest rate. */
    public static final int FASTEST = 1_000;

    /** The rate if nobody says. */
    public static final int USUAL_RATE = 10;

    /** The largest canary. */
    public static final int LARGEST_CANARY = 1_000;

    /** The longest wait for a canary, in seconds: a day. */
    public static final int LONGEST_WAIT = 86_400;

    /** What is wrong with a target that is none. */
    public static final String EXPECTED_QUEUE = "target_queue: expected a queue of jobs, [a-z0-9][a-z0-9_-]*";

    /** Our own queues have dots in their names, and dead-letter queues, too: no job goes there. */
    private static final Pattern QUEUE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,199}");

    private static final int EVERYTHING = 100;

    /** Checks its arguments. */
    public ReplaySettings {
        require(1, rate, FASTEST, "rate");
        require(0, canary, LARGEST_CANARY, "canary");
        require(1, canaryWait, LONGEST_WAIT, "canary_wait_seconds");
        if (stopAbove != null) {
            require(0, stopAbove, EVERYTHING, "stop_above_failure_percent");
        }
        if (targetQueue != null && !isQueueOfJobs(targetQueue)) {
            throw new IllegalArgumentException(EXPECTED_QUEUE);
        }
    }

    /** Whether jobs may be sent to a queue of this name. */
    public static boolean isQueueOfJobs(String name) {
        return QUEUE.matcher(name).matches();
    }

    private static void require(int min, int value, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": expected " + min + " to " + max + ", got " + value);
        }
    }

    /** For one job, as fast as it goes. */
    static ReplaySettings ofOne(@Nullable String targetQueue, boolean byEvents) {
        return new ReplaySettings(USUAL_RATE, 0, 1, null, targetQueue, byEvents);
    }

    /** Above which percentage of failures a canary stops the replay. */
    int canaryStopsAbove() {
        return stopAbove == null ? 0 : stopAbove;
    }

    /** Where a job from this queue is published. */
    String destination(String queue) {
        return targetQueue == null ? queue : targetQueue;
    }
}
