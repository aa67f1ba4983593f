package io.penstock.console.http;

import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes of bodies may be held at the same time: calls are many and cheap to make, and a tree of JSON is several times as
 * large as its text. No caller gets more than half, so that one who sends slowly does not keep out the others. Thread-safe.
 */
final class BodyBudget {
    private static final long LEAST = 2L * JobSubmission.BODY;
    private static final int PART_OF_HEAP = 16;

    private final long most;
    /** Guarded by this. */
    private final Map<String, Long> held = new HashMap<>();

    /** @param most bytes; the largest body must fit into half of it */
    BodyBudget(long most) {
        this.most = most;
    }

    /** A sixteenth of the largest heap, and at least twice the largest body. */
    static BodyBudget ofThisProcess() {
        return new BodyBudget(Math.max(LEAST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** Takes a share, which is to be given back; throws a {@link ProblemException} if there is not enough left. */
    synchronized void take(String caller, long bytes) {
        long mine = held.getOrDefault(caller, 0L);
        long all = held.values().stream().mapToLong(Long::longValue).sum();
        if (all + bytes > most || mine + bytes > most / 2) {
            throw new ProblemException(Problem.unavailable("the bodies of other calls take up the memory for them"
                    + (mine == 0 ? "" : ", your own among them") + "; come back, or send less at once"));
        }
        held.put(caller, mine + bytes);
    }

    synchronized void giveBack(String caller, long bytes) {
        held.merge(caller, -bytes, Long::sum);
        held.remove(caller, 0L);
    }
}
