package io.penstock.torture.verdict;

import io.penstock.torture.plan.Fault;
import java.util.List;
import java.util.Map;

/**
 * The result of a run. Counts are of jobs unless they say otherwise.
 *
 * @param guarantee which row of the guarantee table was held against it
 * @param counts what there is, by name, in the order in which it is shown
 * @param repeatedAfter effects more than once that a fault explains, by fault
 * @param findings what must not be: offending ids or sentences, by kind; nothing where there is none
 * @param recovery how soon the next job was done after each kind of fault
 * @param seconds from the first to the last end of a job
 * @param jobsPerSecond jobs that came to their end in that time
 */
public record Report(
        Guarantee guarantee,
        Map<String, Long> counts,
        Map<String, Integer> repeatedAfter,
        Map<Finding, List<String>> findings,
        Map<Fault, Recovery> recovery,
        double seconds,
        double jobsPerSecond) {

    /** True if everything is as promised. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** How many things of this kind were found. */
    public int found(Finding finding) {
        return findings.getOrDefault(finding, List.of()).size();
    }
}
