package io.penstock.internal.job;

import io.penstock.JobError;
import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is to be done with a delivery. */
sealed interface Verdict {

    /** The effect happened: tell the world, then acknowledge. */
    record Complete(@Nullable Object result) implements Verdict {}

    /**
     * The effect happened earlier: tell the world what may not have been told, then acknowledge.
     *
     * @param untold null if everything was told
     */
    record Repeat(@Nullable JobEvent untold) implements Verdict {}

    /**
     * Comes back later, through the delay ladder.
     *
     * @param delay zero or more
     * @param nextAttempt the number that the copy carries
     * @param error what failed, null if nothing did and no attempt was used up
     */
    record RetryAfter(
            Duration delay, int nextAttempt, @Nullable JobError error) implements Verdict {}

    /**
     * Goes to the dead-letter queue.
     *
     * @param word what the outside is told as the reason: that of {@code reason}, or the handler's own
     */
    record DeadLetter(Reason reason, String word, JobError error) implements Verdict {
        DeadLetter(Reason reason, JobError error) {
            this(reason, reason.word(), error);
        }
    }

    /** Goes back to its queue unchanged, as this process stops. */
    record HandBack() implements Verdict {}

    /** Goes to the quarantine lane, as it may be what killed its consumers. */
    record Quarantine() implements Verdict {}

    /** Goes back to its queue under an id of its own. */
    record Identify(String id) implements Verdict {}

    /** Why a job was dead-lettered, in the words of the header {@code penstock-dead-reason}. */
    enum Reason {
        ATTEMPTS_EXHAUSTED,
        REJECTED,
        MALFORMED,
        UNKNOWN_TYPE,
        DELIVERY_LIMIT,
        EXPIRED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
