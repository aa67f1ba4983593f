package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import java.util.concurrent.CompletionStage;

/**
 * Remembers which jobs are running and which effects have happened, so that a redelivered job is not run again. Keyed by
 * {@link Job#effectKey()}. Thread-safe; never blocks.
 */
public interface Ledger {

    /** Is this job new, already done, or held by a live worker? */
    CompletionStage<Claim> claim(Job job);

    /** The effect happened. False if the claim was lost meanwhile: then nothing may be told. */
    CompletionStage<Boolean> effectDone(Job job, long token, JobEvent event);

    /** Nothing happened, or nothing that counts: the job may be claimed again. */
    void release(Job job, long token);

    /** What a claim found. */
    sealed interface Claim {

        /**
         * It is ours to run.
         *
         * @param token grows with each claim of the same job
         */
        record New(long token) implements Claim {}

        /**
         * Its effect has happened.
         *
         * @param event what was or should have been told then
         */
        record Done(JobEvent event) implements Claim {}

        /** Somebody alive runs it. */
        record Held() implements Claim {}
    }
}
