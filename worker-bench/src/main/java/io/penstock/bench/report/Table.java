package io.penstock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for people. */
public final class Table {
    private static final String GAP = "   ";

    private Table() {}

    /** Lines that end with a line break. */
    public static String of(Report report) {
        Map<String, Series> measured = report.byKey();
        StringBuilder text = new StringBuilder();
        append(text, seriesRows(report));
        List<List<String>> goals = goalRows(report.goals(), measured);
        if (goals.size() > 1) {
            text.append('\n');
            append(text, goals);
        }
        return text.toString();
    }

    private static List<List<String>> seriesRows(Report report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "", "median", "least", "most", "unit"));
        for (Series series : report.series()) {
            rows.add(List.of(
                    "(" + series.key() + ")",
                    series.name(),
                    number(series.median()),
                    number(series.least()),
                    number(series.most()),
                    series.unit()));
        }
        return rows;
    }

    private static List<List<String>> goalRows(List<Goal> goals, Map<String, Series> measured) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "goal", "reached", "", "", ""));
        for (Goal goal : goals) {
            Double reached = goal.reached(measured);
            if (reached != null) {
                String value = goal.against() == null ? number(reached) : String.format(Locale.ROOT, "%.2f", reached);
                rows.add(List.of(
                        "(" + goal.key() + ")", goal.text(), value, goal.isMetBy(reached) ? "yes" : "no", "", ""));
            }
        }
        return rows;
    }

    /** Whole numbers from 100 on, one decimal below. */
    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%,.1f", value);
    }

    /** Words to the left, numbers to the right. */
    private static void append(StringBuilder text, List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String pad = " ".repeat(width(rows, column) - row.get(column).length());
                boolean isNumber = column >= 2 && column <= 4;
                line.append(isNumber ? pad + row.get(column) : row.get(column) + pad)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
