package io.penstock.internal.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which delivery tags can be acknowledged in one go: everything up to the oldest delivery that is not settled yet, and
 * the rest one by one. Used by one thread.
 */
final class AckWindow {
    /**
     * So many deliveries one acknowledgement covers at most. A quorum queue answers each with as many deliveries in one
     * go, and takes nearly twice the time for each of 300 than for each of 100, once it has to read them from its disk.
     */
    private static final int MOST_AT_ONCE = 100;

    /** In the order of arrival, which is that of the tags. */
    private final LinkedHashSet<Long> unsettled = new LinkedHashSet<>();

    private List<Long> settled = new ArrayList<>();
    private long highest;

    /**
     * What to acknowledge now.
     *
     * @param upTo for each tag all deliveries up to it, ascending
     * @param single further tags, one by one
     */
    record Acks(List<Long> upTo, List<Long> single) {}

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
        List<Long> prefix = new ArrayList<>();
        List<Long> single = new ArrayList<>();
        for (long tag : settled) {
            (tag < boundary ? prefix : single).add(tag);
        }
        settled.clear();
        return new Acks(inSteps(prefix), single);
    }

    /** Only tags that are outstanding: the broker closes the channel at any other. */
    private static List<Long> inSteps(List<Long> prefix) {
        prefix.sort(null);
        List<Long> steps = new ArrayList<>();
        for (int i = MOST_AT_ONCE - 1; i < prefix.size() - 1; i += MOST_AT_ONCE) {
            steps.add(prefix.get(i));
        }
        if (!prefix.isEmpty()) {
            steps.add(prefix.getLast());
        }
        return steps;
    }
}
