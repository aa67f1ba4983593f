package io.penstock.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which delivery tags can be acknowledged in one go: everything up to the oldest delivery that is not settled yet, and
 * the rest one by one. Used by one thread.
 */
final class AckWindow {
    private final TreeSet<Long> unsettled = new TreeSet<>();
    private final TreeSet<Long> settled = new TreeSet<>();
    private long highest;

    /**
     * What to acknowledge now.
     *
     * @param upTo all deliveries up to this tag, 0 for none
     * @param single further tags, one by one
     */
    record Acks(long upTo, List<Long> single) {}

    void arrived(long tag) {
        unsettled.add(tag);
        highest = tag;
    }

    /** The delivery may be acknowledged. False if it is unknown or was settled before: a double ack closes the channel. */
    boolean settled(long tag) {
        return unsettled.remove(tag) && settled.add(tag);
    }

    /** The delivery is answered otherwise, and before any acknowledgement that could cover it. */
    boolean forget(long tag) {
        return unsettled.remove(tag);
    }

    int size() {
        return unsettled.size();
    }

    /** Takes what has been settled since the last call. */
    Acks take() {
        long boundary = unsettled.isEmpty() ? highest + 1 : unsettled.first();
        Long upTo = settled.lower(boundary);
        List<Long> single = new ArrayList<>(settled.tailSet(boundary));
        settled.clear();
        return new Acks(upTo == null ? 0 : upTo, single);
    }
}
