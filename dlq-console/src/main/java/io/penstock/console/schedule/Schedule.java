package io.penstock.console.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as stored.
 *
 * @param id         its id
 * @param definition what happens when
 * @param origin     where it came from
 * @param plan       what is next
 * @param history    what has happened
 */
public record Schedule(String id, Definition definition, Origin origin, Plan plan, History history) {

    /** Whether it goes on. */
    public enum State {
        /** It runs when it is due. */
        ACTIVE,
        /** It does not run until it is resumed. */
        PAUSED,
        /** It ran once, and that was it. */
        DONE
    }

    /** Who may change it. */
    public enum Keeper {
        /** Whoever may change schedules. */
        API,
        /** The file of schedules, and nothing else. */
        FILE
    }

    /**
     * Where it came from.
     *
     * @param keeper    who may change it
     * @param createdBy the name of the user or token that created it
     * @param createdAt when
     */
    public record Origin(Keeper keeper, String createdBy, Instant createdAt) {}

    /**
     * What is next.
     *
     * @param state    whether it goes on
     * @param due      when it is due next, null once it is done
     * @param revision how often it was changed, so that a wake-up for an older plan is not taken for one for this
     */
    public record Plan(State state, @Nullable Instant due, long revision) {}

    /**
     * What has happened.
     *
     * @param last      the last run, null if there was none
     * @param busy      the run that has not ended as far as anybody knows, null if there is none or nobody needs to know
     * @param runs      how many jobs were published
     * @param skipped   how often times were left out, one or many in a row
     * @param lastError why the last try to publish failed, null if it did not
     */
    public record History(
            @Nullable Run last,
            @Nullable Run busy,
            long runs,
            long skipped,
            @Nullable String lastError) {}

    /**
     * A job that was published.
     *
     * @param job its id
     * @param at  when it was published
     */
    public record Run(String job, Instant at) {}

    /** How large its job's payload is, which is ASCII. */
    int payloadBytes() {
        return definition.job().payload().length();
    }

    /** True for what only the file of schedules changes. */
    public boolean isOfFile() {
        return origin.keeper() == Keeper.FILE;
    }
}
