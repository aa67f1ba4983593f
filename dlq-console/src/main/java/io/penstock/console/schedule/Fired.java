package io.penstock.console.schedule;

import io.penstock.client.EnqueueException;
import java.time.Instant;
import java.util.List;
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

    /**
     * Whether the broker took nothing more of all these: it is gone or blocks, or it answered for none of them. A queue that
     * alone confirms nothing is that queue's own affair.
     */
    static boolean brokerAway(List<Fired> all) {
        return all.stream().anyMatch(Fired::brokerGone)
                || (all.stream().anyMatch(Fired::silent) && all.stream().noneMatch(Fired::answered));
    }

    private boolean brokerGone() {
        return failure != null
                && switch (failure.reason()) {
                    case CLOSED, BLOCKED -> true;
                    case TIMED_OUT, UNROUTABLE, NACKED, INVALID -> false;
                };
    }

    private boolean silent() {
        return failure != null && failure.reason() == EnqueueException.Reason.TIMED_OUT;
    }

    private boolean answered() {
        return published > 0 || (failure != null && !silent() && !brokerGone());
    }

    /** What is written down about the failure: the client's words, which name queue and reason. */
    @Nullable
    String error() {
        return failure == null ? null : Objects.requireNonNullElse(failure.getMessage(), "not published");
    }
}
