package io.penstock.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run beside an earlier one. */
public final class Comparison {
    private Comparison() {}

    /** A line for each series that both have: median now, then, and now divided by then. */
    public static String of(List<Series> now, List<Series> then) {
        Map<String, Series> before = then.stream().collect(Collectors.toMap(Series::key, Function.identity()));
        StringBuilder text = new StringBuilder();
        for (Series series : now) {
            Optional.ofNullable(before.get(series.key()))
                    .ifPresent(earlier -> text.append(String.format(
                            Locale.ROOT,
                            "(%s) %s now, %s then: %.2f ×%n",
                            series.key(),
                            Table.number(series.median()),
                            Table.number(earlier.median()),
                            series.median() / earlier.median())));
        }
        return text.toString();
    }
}
