package io.penstock.bench.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything about one run.
 *
 * @param time when it began
 * @param machine what it ran on
 * @param versions of all that took part
 * @param settings how it was set up
 * @param series what was measured, in the order of the parts
 * @param goals what should be reached
 */
public record Report(
        Instant time,
        Map<String, Object> machine,
        Map<String, String> versions,
        Map<String, Object> settings,
        List<Series> series,
        List<Goal> goals) {

    /** The series by key. */
    public Map<String, Series> byKey() {
        Map<String, Series> map = new LinkedHashMap<>();
        series.forEach(one -> map.put(one.key(), one));
        return map;
    }
}
