package io.penstock.console.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay has claimed and not marked, whichever process did it: nobody knows whether the broker has it, so it is
 * published once more. One at a time, so that a message for which the broker closes the channel, or which closes the
 * connection when it is returned, is found alone; and each in its turn, so that none keeps back the others. None is taken
 * back, as a copy may be out. For the thread that runs the replay.
 */
final class Unanswered {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final int MOST_COMPLAINTS = 5;

    private final ReplayWork work;
    private final Sender sender;
    private final Replay.Kind kind;
    private final Map<Long, Integer> complaints = new HashMap<>();
    private boolean some = true;
    private long notBefore = System.nanoTime();
    private long last;
    private @Nullable String refused;
    private @Nullable String unknown;

    Unanswered(ReplayWork work, Sender sender, Replay.Kind kind) {
        this.work = work;
        this.sender = sender;
        this.kind = kind;
    }

    /** There may be some from now on. */
    void expect() {
        some = true;
        notBefore = System.nanoTime();
    }

    /** Whether there may be some. */
    boolean mayBe() {
        return some;
    }

    /** Whether to look at them before anything else is published. */
    boolean isDue() {
        return some && System.nanoTime() - notBefore >= 0;
    }

    /** What one step came to. */
    sealed interface Step {
        /** The broker has answered, or may have been cut off by this message; the next can be looked at. */
        record Answered(ReplayWork.Answers answers) implements Step {}

        /** All were looked at, and there are none any more. */
        record None() implements Step {}

        /** All were looked at, and the broker has not taken all of them. */
        record Wait(String why) implements Step {}
    }

    /** Looks at the next one. */
    Step next() {
        List<ReplayWork.Claimed> next = work.underWay(last);
        if (next.isEmpty()) {
            return endRound();
        }
        String obstacle = sender.obstacle();
        if (obstacle != null) {
            return new Step.Wait(obstacle);
        }
        ReplayWork.Claimed item = next.getFirst();
        last = item.deadLetterId();
        Sender.Sent sent = sender.send(work.id(), kind, next);
        if (!sent.cutOff().isEmpty() && sender.obstacle() == null) {
            return complain(item, String.valueOf(sent.why()));
        }
        complaints.remove(item.deadLetterId());
        if (sent.why() != null) {
            note(sent, sent.why());
        }
        return new Step.Answered(new ReplayWork.Answers(
                sent.answers().published(), sent.answers().returned(), List.of()));
    }

    private void note(Sender.Sent sent, String why) {
        if (sent.refusing().isEmpty()) {
            unknown = why;
        } else {
            refused = why;
        }
    }

    /** Perhaps the broker went away at that moment; it does not do so five times at the same message. */
    private Step complain(ReplayWork.Claimed item, String why) {
        if (complaints.merge(item.deadLetterId(), 1, Integer::sum) < MOST_COMPLAINTS) {
            unknown = why;
            return new Step.Answered(new ReplayWork.Answers(List.of(), List.of(), List.of()));
        }
        complaints.remove(item.deadLetterId());
        return new Step.Answered(
                new ReplayWork.Answers(List.of(), List.of(new ReplayWork.Returned(item, "refused", why)), List.of()));
    }

    /** A queue that is full is no reason not to publish to others meanwhile; a broker that does not answer is. */
    private Step endRound() {
        String why = unknown == null ? refused : unknown;
        some = why != null;
        notBefore = System.nanoTime() + (unknown == null ? BETWEEN_ROUNDS.toNanos() : 0);
        last = 0;
        refused = null;
        unknown = null;
        return why == null ? new Step.None() : new Step.Wait(why);
    }
}
