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

    /**
     * Whether a job that was claimed here may begin: false if somebody else has taken it over, or may have, as nobody has
     * heard from Redis for longer than the claim lasts.
     */
    boolean isStillOurs(Job job);

    /** Runs {@code action}, at most once, when somebody else has taken over a job that was claimed here. */
    void whenLost(Job job, Runnable action);

    /**
     * The effect happened.
     *
     * @param event what is to be told of it, null for nothing
     * @return false if the claim was lost meanwhile: then nothing may be told
     */
    CompletionStage<Boolean> effectDone(Job job, @Nullable JobEvent event);

    /** What there was to tell is durable: a redelivered job has nothing left to do. */
    void told(Job job);

    /**
     * Nothing happened, or nothing that counts: the job may be claimed again.
     *
     * @return false if the claim was lost meanwhile: then the job is somebody else's to retry or to give up
     */
    CompletionStage<Boolean> release(Job job);

    /** What a claim found. */
    sealed interface Claim {

        /**
         * It is ours to run.
         *
         * @param token fencing token: grows with each claim of the same job; 0 if nobody but this process knows of it
         */
        record New(long token) implements Claim {}

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
