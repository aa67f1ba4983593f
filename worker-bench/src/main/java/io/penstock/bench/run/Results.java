package io.penstock.bench.run;

import io.penstock.bench.report.Series;
import io.penstock.bench.report.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what each repetition gave. Each method returns a line about what it was given. For one thread. */
final class Results {
    /** What a series is called, apart from its values. */
    private record Title(String key, String name, String unit) {}

    private final Map<Title, List<Double>> values = new LinkedHashMap<>();

    String add(Part part, Measured measured) {
        add(part.key(), part.title(), "jobs/s", measured.jobsPerSecond());
        add(part.key() + ".cpu", part.title(), "µs of processor time per job", measured.processorMicrosPerJob());
        return String.format(
                Locale.ROOT,
                "(%s) %,.0f jobs/s in %.1f s, %.1f µs of processor time per job",
                part.key(),
                measured.jobsPerSecond(),
                measured.seconds(),
                measured.processorMicrosPerJob());
    }

    String add(Latency.Stretch stretch, List<Double> millis) {
        double p50 = Statistics.percentile(millis, 50);
        double p99 = Statistics.percentile(millis, 99);
        double most = Statistics.percentile(millis, 100);
        String key = "g." + stretch.jobsPerSecond();
        String name = Part.LATENCY.title() + " at " + stretch.jobsPerSecond() + "/s, ";
        add(key + ".p50", name + "p50", "ms", p50);
        add(key + ".p99", name + "p99", "ms", p99);
        add(key + ".max", name + "max", "ms", most);
        return String.format(
                Locale.ROOT,
                "(%s) p50 %.1f ms, p99 %.1f ms, max %.1f ms of %,d jobs",
                key,
                p50,
                p99,
                most,
                millis.size());
    }

    String add(Memory.Result memory) {
        add("h.idle", "worker, idle: resident", "MiB", memory.idle().residentMib());
        add("h.idle.heap", "worker, idle: heap", "MiB", memory.idle().heapMib());
        add("h.added", "1,000 sleeping jobs add: resident", "MiB", memory.addedMib());
        add("h.heap", "1,000 sleeping jobs: heap", "MiB", memory.sleeping().heapMib());
        return String.format(
                Locale.ROOT,
                "(h) idle %.0f MiB resident, %.0f MiB heap; 1,000 sleeping jobs: %+.0f MiB resident, %.0f MiB heap",
                memory.idle().residentMib(),
                memory.idle().heapMib(),
                memory.addedMib(),
                memory.sleeping().heapMib());
    }

    private void add(String key, String name, String unit, double value) {
        values.computeIfAbsent(new Title(key, name, unit), title -> new ArrayList<>())
                .add(value);
    }

    /** All series, those of the same unit together. */
    List<Series> series() {
        Map<String, List<Series>> byUnit = new LinkedHashMap<>();
        values.forEach((title, list) -> byUnit.computeIfAbsent(title.unit(), unit -> new ArrayList<>())
                .add(new Series(title.key(), title.name(), title.unit(), list)));
        return byUnit.values().stream().flatMap(List::stream).toList();
    }
}
