package io.penstock.bench.console;

import io.penstock.bench.report.Statistics;
import io.penstock.console.letter.FilterParameters;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterGroups;
import io.penstock.console.letter.LetterPage;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What operators ask, and what is hardest to answer. */
final class Questions {
    private static final int TIMES = 10;
    private static final int PAGE = 50;
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static final List<Map<String, String>> FILTERS = List.of(
            Map.of(),
            Map.of("state", "open"),
            Map.of("queue", "emails", "state", "open"),
            Map.of("type", "type-3"),
            Map.of("tenant", "tenant-17", "state", "open"),
            Map.of("error", "com.example.Error7"),
            Map.of("error", "Error7"),
            Map.of("reason", "rejected", "queue", "pdfs", "state", "open"),
            Map.of("since", "2026-11-25T00:00:00Z", "state", "open"),
            Map.of("queue", "emails", "type", "type-3", "tenant", "tenant-18", "state", "open"),
            Map.of("queue", "no-such-queue"),
            Map.of("q", "host 77", "state", "open"),
            Map.of("q", "found nowhere", "state", "open"),
            Map.of("q", "found nowhere"));

    private final Letters letters;
    private final LetterGroups groups;
    private final Consumer<String> progress;

    Questions(Letters letters, LetterGroups groups, Consumer<String> progress) {
        this.letters = letters;
        this.groups = groups;
        this.progress = progress;
    }

    private interface Question {
        void ask(LetterFilter filter);
    }

    /** Two pages each: the 99th percentile in milliseconds. */
    double lists() {
        return percentile("list", filter -> {
                    LetterPage first = letters.page(TenantScope.ALL, filter, null, PAGE);
                    if (first.next() != null) {
                        LetterPage unused = letters.page(TenantScope.ALL, filter, first.next(), PAGE);
                    }
                })
                / 2;
    }

    /** The 99th percentile in milliseconds. */
    double counts() {
        return percentile("count", filter -> {
            var unused = letters.count(TenantScope.ALL, filter);
        });
    }

    /** The 99th percentile in milliseconds. */
    double groups() {
        return percentile("groups", filter -> {
            var unused = groups.page(TenantScope.ALL, filter, null, PAGE);
        });
    }

    private double percentile(String what, Question question) {
        List<Double> all = new ArrayList<>();
        for (Map<String, String> parameters : FILTERS) {
            LetterFilter filter = FilterParameters.parse(parameters);
            question.ask(until(filter, 0)); // the first is read from the disk
            List<Double> millis = new ArrayList<>();
            for (int i = 1; i <= TIMES; i++) {
                LetterFilter asked = until(filter, i);
                long begin = System.nanoTime();
                question.ask(asked);
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            progress.accept("  %s %s: median %.1f ms, most %.1f ms"
                    .formatted(what, parameters, Statistics.median(millis), Statistics.percentile(millis, 100)));
            all.addAll(millis);
        }
        return Statistics.percentile(all, 99);
    }

    /** Another one each time, as H2 would give the same answer to the same question without looking. */
    private static LetterFilter until(LetterFilter filter, int number) {
        return new LetterFilter(filter.facets(), filter.since(), END.plusSeconds(number), filter.q(), filter.states());
    }
}
