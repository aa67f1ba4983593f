package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.RetryPolicy;
import io.penstock.internal.job.Verdict.DeadLetter;
import io.penstock.internal.job.Verdict.Reason;
import io.penstock.internal.job.Verdict.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done. Pure functions: everything they depend on is a parameter. */
final class VerdictRules {
    /** A delivery that came back this often may be what killed its consumers. */
    static final int SUSPICIOUS_DELIVERIES = 2;
    /** Held this often by consumers and never settled. Counts hand-backs too since 4.3, hence the larger number. */
    static final int SUSPICIOUS_ACQUISITIONS = 10;
    /** Alone in the quarantine lane, a job that came back this often has killed its consumer each time. */
    static final int CRASHES_ALONE = 3;
    /** What a server asks for in a header must not be more than a clock can count. */
    static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

    /** Whoever is said to run a job may be dead: worth asking again before long. */
    static final Duration LONGEST_HELD = Duration.ofSeconds(5);

    private static final Duration SHORTEST_HELD = Duration.ofSeconds(1);
    private static final Duration LEDGER_AWAY = Duration.ofSeconds(5);

    private VerdictRules() {}

    /** What the broker's counters say about a delivery before anybody looks inside; null to go on. */
    static @Nullable Verdict onArrival(boolean suspectsLane, long deliveryCount, long acquiredCount) {
        if (suspectsLane) {
            return deliveryCount < CRASHES_ALONE
                    ? null
                    : new DeadLetter(
                            Reason.DELIVERY_LIMIT,
                            JobError.of(
                                    "io.penstock.WorkerCrashed",
                                    "the worker process ended " + deliveryCount
                                            + " times while it ran this job alone; look for out-of-memory errors and native"
                                            + " crashes before replaying it"));
        }
        boolean suspicious = deliveryCount >= SUSPICIOUS_DELIVERIES || acquiredCount >= SUSPICIOUS_ACQUISITIONS;
        return suspicious ? new Verdict.Quarantine() : null;
    }

    /** Whether a job may run now; null to go on. */
    static @Nullable Verdict onSchedule(Job job, @Nullable Instant runAt, @Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && now.isAfter(expiresAt)) {
            return new DeadLetter(
                    Reason.EXPIRED, JobError.of("io.penstock.Expired", "the job's time to live ended at " + expiresAt));
        }
        if (runAt != null && now.isBefore(runAt)) {
            return new RetryAfter(atMost(Duration.between(now, runAt)), job.attempt(), null);
        }
        return null;
    }

    /** Somebody else has a claim on the job that lasts so long unless it is renewed. */
    static Verdict held(Job job, Duration left) {
        Duration atLeast = left.compareTo(SHORTEST_HELD) < 0 ? SHORTEST_HELD : left;
        return new RetryAfter(atLeast.compareTo(LONGEST_HELD) > 0 ? LONGEST_HELD : atLeast, job.attempt(), null);
    }

    /** Somebody else has taken the job over while it ran or waited here; it comes back to find out how that ended. */
    static RetryAfter overtaken(int attempt) {
        return new RetryAfter(LONGEST_HELD, attempt, null);
    }

    /** The ledger cannot be asked and jobs are not to run without it. */
    static Verdict unclaimed(Job job) {
        return new RetryAfter(LEDGER_AWAY, job.attempt(), null);
    }

    /** What follows from an outcome. */
    static Verdict decide(Job job, Outcome outcome, RetryPolicy policy, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Done done -> new Verdict.Complete(done.result());
            case Outcome.Rejected rejected -> new DeadLetter(Reason.REJECTED, rejected.reason(), rejected.error());
            case Outcome.Snoozed snoozed -> new RetryAfter(atMost(snoozed.delay()), job.attempt(), null);
            case Outcome.Failed failed ->
                job.attempt() >= job.maxAttempts()
                        ? new DeadLetter(Reason.ATTEMPTS_EXHAUSTED, failed.error())
                        : new RetryAfter(delay(job, failed, policy, random), job.attempt() + 1, failed.error());
        };
    }

    private static Duration delay(Job job, Outcome.Failed failed, RetryPolicy policy, RandomGenerator random) {
        Duration atLeast = failed.retryAfter();
        Duration usual = policy.delayAfter(job.attempt(), random);
        return atMost(atLeast != null && atLeast.compareTo(usual) > 0 ? atLeast : usual);
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** What is to be done with a message that is no job that could run here. */
    static Verdict malformed(JobError error) {
        return new DeadLetter(Reason.MALFORMED, error);
    }

    /** What is to be done with a job that nobody here can run. */
    static Verdict unknownType(JobError error) {
        return new DeadLetter(Reason.UNKNOWN_TYPE, error);
    }
}
