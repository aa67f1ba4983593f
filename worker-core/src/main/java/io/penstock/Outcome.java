package io.penstock;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one execution of a job ended, as data. Handlers return it; anything they throw is turned into {@link Failed}.
 *
 * <p>All outcomes are immutable and safe to share between threads, provided that a {@link Done#result} is not changed
 * after it was returned.
 */
public sealed interface Outcome {

    /**
     * The effect happened. The job is complete and never runs again.
     *
     * @param result what the completion event carries as {@code result}: anything that Jackson can write as JSON, or
     *     null for nothing. A result that cannot be written, or is larger than 64 KiB as JSON, is left out of the event
     *     and the job still counts as done, since its effect happened.
     */
    record Done(@Nullable Object result) implements Outcome {}

    /**
     * It did not work this time and may work later. Uses up an attempt.
     *
     * @param error what went wrong
     * @param retryAfter wait at least this long before the next attempt (rounded up to whole seconds); null leaves it
     *     to the queue's retry policy
     */
    record Failed(JobError error, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * It can never work: bad input or a permanent error. The job goes to the dead-letter queue at once.
     *
     * @param error what is wrong with the job
     * @param reason why it is dead, for header {@code penstock-dead-reason}, events and metrics: {@code rejected}, or a
     *     handler's own word of 1 to 64 characters of {@code [a-z0-9_]} out of a small fixed set
     */
    record Rejected(JobError error, String reason) implements Outcome {
        private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

        public Rejected {
            if (!WORD.matcher(reason).matches()) {
                throw new IllegalArgumentException("reason: expected 1 to 64 characters of [a-z0-9_], got " + reason);
            }
        }

        /** For the usual reason. */
        public Rejected(JobError error) {
            this(error, "rejected");
        }
    }

    /**
     * Not now: rate limit, open circuit, not yet due. Comes back after the delay without using up an attempt.
     *
     * @param delay how long to wait, positive, rounded up to whole seconds
     * @param reason for the log, in a few words
     */
    record Snoozed(Duration delay, String reason) implements Outcome {
        public Snoozed {
            if (delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("snooze delay: expected a positive duration, got " + delay);
            }
        }
    }

    /** The effect happened and there is nothing to report about it. */
    static Outcome done() {
        return new Done(null);
    }

    /** The effect happened; {@code result} goes into the completion event. See {@link Done#result}. */
    static Outcome done(Object result) {
        return new Done(result);
    }

    /** It failed and may be tried again when the queue's retry policy says so. */
    static Outcome failed(String message) {
        return new Failed(JobError.of(message), null);
    }

    /** It failed and may be tried again when the queue's retry policy says so. */
    static Outcome failed(Throwable cause) {
        return new Failed(JobError.of(cause), null);
    }

    /** It failed and must not be tried again before {@code delay} has passed. */
    static Outcome failedRetryAfter(Duration delay, String message) {
        return new Failed(JobError.of(message), delay);
    }

    /** It can never work; the message says what is wrong with the job and how to put it right. */
    static Outcome rejected(String message) {
        return new Rejected(JobError.of(message));
    }

    /** It can never work, because of {@code cause}. */
    static Outcome rejected(Throwable cause) {
        return new Rejected(JobError.of(cause));
    }

    /** It can never work, for a reason that has a name of its own; see {@link Rejected#reason}. */
    static Outcome rejected(String reason, JobError error) {
        return new Rejected(error, reason);
    }

    /** Not now; come back after {@code delay} without using up an attempt. */
    static Outcome snoozed(Duration delay, String reason) {
        return new Snoozed(delay, reason);
    }
}
