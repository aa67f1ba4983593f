package io.penstock.console.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a schedule that is due. Decided from the schedule and the time alone, so that each console decides alike.
 *
 * @param runs    the times for which a job is published, oldest first
 * @param skipped 1 if times are left out, however many, or else 0
 * @param next    when it is due next, null if never again
 */
record Turn(List<Instant> runs, long skipped, @Nullable Instant next) {
    /** How many runs are caught up with at once; the rest has its turn right afterwards. */
    static final int MOST_RUNS = 50;

    /** A run that is late by less was not missed. */
    static final Duration STILL_IN_TIME = Duration.ofMinutes(1);

    /** How long the sweeper leaves a job that runs once to JobRunr, which wakes it up when it is due. */
    static final Duration GRACE = Duration.ofMillis(500);

    /**
     * Decides. The schedule is active and was due at {@code now} or before.
     *
     * @param allEndsAreHeard whether all ends of jobs are known that were told up to now
     */
    static Turn of(Schedule schedule, Instant now, boolean allEndsAreHeard) {
        Instant due = Objects.requireNonNull(schedule.plan().due(), "a schedule that is due says since when");
        Definition definition = schedule.definition();
        if (definition.timing() instanceof Timing.Once) {
            return new Turn(List.of(due), 0, null);
        }
        if (definition.policy().catchUp() == CatchUp.ALL) {
            return all(schedule, due, now);
        }
        // nothing is left out over a run that may have ended long ago
        return !allEndsAreHeard && isBusy(schedule, now) ? new Turn(List.of(), 0, due) : latest(schedule, due, now);
    }

    private static Turn all(Schedule schedule, Instant due, Instant now) {
        List<Instant> runs = new ArrayList<>();
        Optional<Instant> next = Optional.of(due);
        while (next.isPresent()
                && runs.size() < MOST_RUNS
                && !fireAt(schedule, next.get()).isAfter(now)) {
            runs.add(next.get());
            next = schedule.definition().timing().next(next.get());
        }
        return new Turn(List.copyOf(runs), 0, next.orElse(null));
    }

    private static Turn latest(Schedule schedule, Instant due, Instant now) {
        Timing timing = schedule.definition().timing();
        // what is due but still to be kept waiting by its jitter has its own turn
        Instant latest = timing.latest(due, now.minus(jitter(schedule)));
        latest = latest.isBefore(due) ? due : latest;
        Instant next = timing.next(latest).orElse(null);
        boolean late = schedule.definition().policy().catchUp() == CatchUp.SKIP
                && fireAt(schedule, latest).plus(STILL_IN_TIME).isBefore(now);
        return late || isBusy(schedule, now)
                ? new Turn(List.of(), 1, next)
                : new Turn(List.of(latest), latest.equals(due) ? 0 : 1, next);
    }

    private static Duration jitter(Schedule schedule) {
        return schedule.definition().policy().jitter();
    }

    /** No news is taken for a run that goes on, but not for ever. */
    static boolean isBusy(Schedule schedule, Instant now) {
        Policy policy = schedule.definition().policy();
        Schedule.Run busy = schedule.history().busy();
        return policy.overlap() == Overlap.SKIP
                && busy != null
                && busy.at().plus(policy.busyAtMost()).isAfter(now);
    }

    /** The same with so many runs at most, from 1 on; the others have their turn afterwards. */
    Turn atMost(int most) {
        return runs.size() <= most ? this : new Turn(List.copyOf(runs.subList(0, most)), skipped, runs.get(most));
    }

    /** Whether nothing is decided yet. */
    boolean isPutOff(Schedule schedule) {
        return runs.isEmpty()
                && skipped == 0
                && next != null
                && next.equals(schedule.plan().due());
    }

    /** When a sweeper looks at it: when it is due, later by its share of the jitter, which is the same for each console. */
    static Instant fireAt(Schedule schedule, Instant due) {
        boolean once = schedule.definition().timing() instanceof Timing.Once;
        return once ? due.plus(GRACE) : wantedAt(schedule, due);
    }

    /** When the job for this time is to be published. */
    static Instant wantedAt(Schedule schedule, Instant due) {
        long jitter = jitter(schedule).toMillis();
        if (jitter == 0) {
            return due;
        }
        long share = Math.floorMod(mix(schedule.id().hashCode() * 31L + due.toEpochMilli()), jitter + 1);
        return due.plusMillis(share);
    }

    /** Spreads numbers that differ little (the last steps of MurmurHash3). */
    private static long mix(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    String jobFor(Schedule schedule, Instant due) {
        return schedule.definition().timing() instanceof Timing.Once
                ? ScheduleId.onlyJob(schedule.id())
                : ScheduleId.job(schedule.id(), due);
    }
}
