package io.penstock.torture.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people and for programs. */
public final class ReportText {
    private static final int SHOWN = 20;

    private ReportText() {}

    /** A table; of offending ids only the first few. */
    public static String table(Report report) {
        List<String> lines = new ArrayList<>();
        report.counts().forEach((name, count) -> {
            lines.add(row(name, count));
            if (name.equals(Tally.REPEATED)) {
                report.repeatedAfter().forEach((cause, times) -> lines.add(row("  after " + cause, times)));
            }
        });
        lines.add("");
        for (Finding finding : Finding.values()) {
            lines.add(row(finding.label(), report.found(finding))
                    + (report.found(finding) > 0 ? "   <-- must be 0" : ""));
        }
        report.findings().forEach((finding, ids) -> {
            lines.add("");
            lines.add("  " + finding.label() + ":");
            ids.stream().limit(SHOWN).forEach(id -> lines.add("    " + id));
            if (ids.size() > SHOWN) {
                lines.add("    and " + (ids.size() - SHOWN) + " more");
            }
        });
        lines.add("");
        lines.add("  next job done after a fault was over   times   median      max");
        report.recovery()
                .forEach((fault, recovery) -> lines.add("    %-34s %7d %8s %8s"
                        .formatted(
                                fault.word(),
                                recovery.times(),
                                seconds(recovery.medianMillis()),
                                seconds(recovery.maxMillis()))));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %.0f s from the first end of a job to the last, %.0f jobs/s; held against: %s",
                report.seconds(),
                report.jobsPerSecond(),
                word(report.guarantee())));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static String row(String name, long count) {
        return "  %-66s %9d".formatted(name, count);
    }

    private static String seconds(long millis) {
        return millis < 0 ? "never" : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }

    /** Everything, for JSON. */
    public static Map<String, Object> map(Report report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("clean", report.isClean());
        map.put("guarantee", word(report.guarantee()));
        report.counts().forEach((name, count) -> map.put(key(name), count));
        map.put("effects_more_than_once_after", report.repeatedAfter());
        for (Finding finding : Finding.values()) {
            map.put(word(finding), report.found(finding));
        }
        Map<String, List<String>> offenders = new LinkedHashMap<>();
        report.findings().forEach((finding, ids) -> offenders.put(word(finding), ids));
        map.put("offenders", offenders);
        Map<String, Object> recovery = new LinkedHashMap<>();
        report.recovery().forEach((fault, times) -> recovery.put(fault.word(), times));
        map.put("recovery", recovery);
        map.put("seconds", report.seconds());
        map.put("jobs_per_second", report.jobsPerSecond());
        return map;
    }

    private static String key(String name) {
        return name.replace("'", "").replace(",", "").replaceAll("[ -]+", "_").toLowerCase(Locale.ROOT);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
