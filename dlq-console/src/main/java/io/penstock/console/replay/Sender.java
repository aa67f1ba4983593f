package io.penstock.console.replay;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends items to a broker. Thread-safe. */
interface Sender {

    /** Why nothing can be sent now, null if something can. Connects if need be; waits some seconds at most. */
    @Nullable
    String obstacle();

    /** Sends these and waits until all are answered for, at most 15 seconds. */
    Sent send(String replayId, Replay.Kind kind, List<ReplayWork.Claimed> items);

    /**
     * What became of items.
     *
     * @param answers   what the broker said
     * @param uncertain those that it said nothing of: perhaps it has them
     * @param cutOff    those among them at which the channel or the connection ended
     * @param refusing  queues that took nothing, as they are full or not available
     * @param why       why it has not taken all of them for now, null if it has
     */
    record Sent(
            ReplayWork.Answers answers,
            List<ReplayWork.Claimed> uncertain,
            List<ReplayWork.Claimed> cutOff,
            Set<String> refusing,
            @Nullable String why) {}
}
