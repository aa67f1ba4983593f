package io.penstock.internal.ledger;

import io.penstock.internal.event.JobEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A job that this process has claimed, until it is recorded as done or released, one of them once. Thread-safe; never
 * blocks. The stages that it returns never fail.
 */
public interface ClaimedJob {

    /** Fencing token: grows with each claim of the same job; 0 if nobody but this process knows of it. */
    long token();

    /**
     * Whether the job may begin: false if somebody else has taken it over, or may have, as nobody has heard from Redis for
     * longer than the claim lasts.
     */
    boolean isStillOurs();

    /** Runs {@code action}, at most once, when somebody else has taken the job over. */
    void whenLost(Runnable action);

    /**
     * The effect happened.
     *
     * @param event what is to be told of it, null for nothing
     * @return false if the claim was lost meanwhile: then nothing may be told
     */
    CompletionStage<Boolean> effectDone(@Nullable JobEvent event);

    /** What there was to tell after {@link #effectDone} is durable: a redelivered job has nothing left to do. */
    void told();

    /**
     * Nothing happened, or nothing that counts: the job may be claimed again.
     *
     * @return false if the claim was lost meanwhile: then the job is somebody else's to retry or to give up
     */
    CompletionStage<Boolean> release();
}
