package io.penstock.internal.ledger;

import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which jobs are running and which effects have happened, so that a redelivered job is not run again. A job is
 * claimed, then either released or recorded as done, then – once the world knows – marked as told. Thread-safe; never
 * blocks. The stages that it returns never fail.
 */
public interface Ledger {

    /** Whether a claim takes its time, as others are asked. */
    boolean isShared();

    /** Is this job new, already done, or held by a live worker? */
    CompletionStage<Claim> claim(Job job);

    /** What there was to tell of a job that is done is durable: if it is delivered again, nothing is left to do. */
    void told(Job job);

    /** What a claim found. */
    sealed interface Claim {

        /** It is ours to run. */
        record New(ClaimedJob job) implements Claim {}

        /**
         * Its effect has happened.
         *
         * @param untold what still has to be told of it, null if nothing
         */
        record Done(@Nullable JobEvent untold) implements Claim {}

        /**
         * Somebody runs it who was alive a moment ago.
         *
         * @param left how long the claim lasts unless it is renewed
         */
        record Held(Duration left) implements Claim {}

        /** The ledger cannot be asked, and jobs must not run without it. */
        record Unknown() implements Claim {}
    }
}
