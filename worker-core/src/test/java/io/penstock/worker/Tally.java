package io.penstock.worker;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often each job was run to its end in this JVM. */
final class Tally {
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();

    void ran(String id) {
        runs.merge(id, 1, Integer::sum);
    }

    /** How many different jobs were run. */
    int jobs() {
        return runs.size();
    }

    int runsOf(String id) {
        return runs.getOrDefault(id, 0);
    }

    /** Jobs that were run several times, and how often. */
    Map<String, Integer> repeated() {
        Map<String, Integer> repeated = new TreeMap<>(runs);
        repeated.values().removeIf(count -> count == 1);
        return repeated;
    }
}
