package io.penstock.torture.verdict;

import io.penstock.torture.fault.Incident;
import io.penstock.torture.plan.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long it took from the end of a kind of fault until the next job was done.
 *
 * @param times how often the fault occurred
 * @param medianMillis half of them were over sooner; −1 if no job was done after any of them
 * @param maxMillis all of them were over by then
 */
public record Recovery(int times, long medianMillis, long maxMillis) {

    /** By fault. {@code done} are the moments at which jobs were done, epoch milliseconds, in any order. */
    static Map<Fault, Recovery> of(List<Incident> incidents, long[] done) {
        long[] sorted = done.clone();
        Arrays.sort(sorted);
        Map<Fault, List<Long>> waits = new TreeMap<>();
        for (Incident incident : incidents) {
            List<Long> list = waits.computeIfAbsent(incident.fault(), fault -> new ArrayList<>());
            int next = firstAfter(sorted, incident.end());
            if (next < sorted.length) {
                list.add(sorted[next] - incident.end());
            }
        }
        Map<Fault, Recovery> recoveries = new TreeMap<>();
        waits.forEach((fault, list) -> recoveries.put(fault, of(count(incidents, fault), list)));
        return recoveries;
    }

    private static int count(List<Incident> incidents, Fault fault) {
        return (int)
                incidents.stream().filter(incident -> incident.fault() == fault).count();
    }

    private static Recovery of(int times, List<Long> waits) {
        if (waits.isEmpty()) {
            return new Recovery(times, -1, -1);
        }
        Collections.sort(waits);
        return new Recovery(times, waits.get(waits.size() / 2), waits.getLast());
    }

    private static int firstAfter(long[] sorted, long moment) {
        int found = Arrays.binarySearch(sorted, moment);
        return found >= 0 ? found : -found - 1;
    }
}
