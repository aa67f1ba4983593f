package io.penstock.internal.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which delivery tags can be acknowledged in one go: everything up to the oldest delivery that is not settled yet, and
 * the rest one by one. Used by one thread.
 */
final class AckWindow {
    /** In the order of arrival, which is that of the tags. */
    private final LinkedHashSet<Long> unsettled = new LinkedHashSet<>();

    private List<Long> settled = new ArrayList<>();
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

    /** How many deliveries are not settled. */
    int size() {
        return unsettled.size();
    }

    /** How many deliveries are settled and not yet taken. */
    int takeable() {
        return settled.size();
    }

    /** Takes what has been settled and can be acknowledged in one go. The rest stays for later. */
    Acks takeInOneGo() {
        Acks all = take();
        settled = new ArrayList<>(all.single());
        return new Acks(all.upTo(), List.of());
    }

    /** Takes what has been settled since the last call. */
    Acks take() {
        long boundary = unsettled.isEmpty() ? highest + 1 : unsettled.getFirst();
        long upTo = 0;
        List<Long> single = new ArrayList<>();
        for (long tag : settled) {
            if (tag < boundary) {
                upTo = Math.max(upTo, tag);
            } else {
                single.add(tag);
            }
        }
        settled.clear();
        return new Acks(upTo, single);
    }
}
