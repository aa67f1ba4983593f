package io.penstock.torture;

import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.FaultPlan;
import io.penstock.torture.worker.TortureHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be. Immutable.
 *
 * @param jobs how many jobs, 1 to 10,000,000
 * @param duration over what time they are sent and faults are spread
 * @param seed from which jobs and faults follow
 * @param workers how many worker processes, 1 to 16
 * @param producers how many producer processes, 1 to 16
 * @param faults what may happen
 * @param ledger mode of the workers' shared ledger: {@code available}, {@code strict} or {@code off}
 * @param subject what the workers run
 */
public record TortureOptions(
        int jobs,
        Duration duration,
        long seed,
        int workers,
        int producers,
        Set<Fault> faults,
        String ledger,
        Subject subject) {
    private static final int JOBS_PER_SECOND = 150;
    private static final int MOST_JOBS = 10_000_000;
    private static final int MOST_PROCESSES = 16;

    public TortureOptions {
        requireRange("--jobs", jobs, MOST_JOBS);
        requireRange("--workers", workers, MOST_PROCESSES);
        requireRange("--producers", producers, MOST_PROCESSES);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("--duration: expected at least 1s, got " + duration);
        }
        faults = Set.copyOf(faults);
    }

    private static void requireRange(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": expected 1 to " + most + ", got " + value);
        }
    }

    /** Long enough for each kind of fault to have its turn, and for the jobs to be more than a trickle. */
    public static Duration usualDuration(int jobs, Set<Fault> faults) {
        Duration sending = Duration.ofSeconds(jobs / JOBS_PER_SECOND);
        Duration happening = FaultPlan.shortest(faults);
        return sending.compareTo(happening) > 0 ? sending : happening;
    }

    /**
     * What the workers run.
     *
     * @param queue the queue
     * @param handler class name of a plug-in on the class path that only the workers are to find; null for none
     * @param plugins folder with plug-in jars; null for none
     * @param payload file with the payload of every job; null for the payloads of {@link TortureHandler}
     */
    public record Subject(
            String queue,
            @Nullable String handler,
            @Nullable Path plugins,
            @Nullable Path payload) {

        /** Our own handler, whose effects are recorded. */
        public static Subject own() {
            return handler(TortureHandler.class);
        }

        /** A handler that understands the same jobs. */
        static Subject handler(Class<? extends TortureHandler> handler) {
            return new Subject(TortureHandler.QUEUE, handler.getName(), null, null);
        }

        /** Somebody else's plug-in. All its jobs have the same payload and must be done. */
        public static Subject plugin(Path plugins, String queue, Path payload) {
            return new Subject(queue, null, plugins, payload);
        }

        boolean isOwn() {
            return payload == null;
        }
    }
}
