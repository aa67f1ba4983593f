package io.penstock.console.schedule;

import io.penstock.client.EnqueueException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule's turn got.
 *
 * @param schedule  the schedule as it was before
 * @param turn      what was to be done
 * @param published how many of the turn's runs the broker has, counted from the first
 * @param lastJob   the id of the last of them, null if there is none
 * @param failure   why it has no more, null if it has all
 */
record Fired(
        Schedule schedule,
        Turn turn,
        int published,
        @Nullable String lastJob,
        @Nullable EnqueueException failure) {

    /** When the schedule is due next: for the first run that the broker does not have, or else as planned. */
    @Nullable
    Instant due() {
        return failure == null ? turn.next() : turn.runs().get(published);
    }

    /** Whether the broker takes nothing at all; otherwise it is this job that it does not take. */
    boolean brokerAway() {
        return failure != null
                && switch (failure.reason()) {
                    case CLOSED, TIMED_OUT, BLOCKED -> true;
                    case UNROUTABLE, NACKED, INVALID -> false;
                };
    }

    /** What is written down about the failure: the client's words, which name queue and reason. */
    @Nullable
    String error() {
        return failure == null ? null : Objects.requireNonNullElse(failure.getMessage(), "not published");
    }
}
