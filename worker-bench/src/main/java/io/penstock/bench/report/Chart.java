package io.penstock.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as a picture: for each unit a group of horizontal bars, with a whisker from the least to the most. */
public final class Chart {
    private static final int WIDTH = 940;
    private static final int LABELS = 370;
    private static final int VALUES = 90;
    private static final int BAR = 22;
    private static final int ROW = 34;
    private static final int HEAD = 46;
    private static final int MARGIN = 24;
    private static final int PLOT = WIDTH - LABELS - VALUES - 2 * MARGIN;
    private static final String OURS = "#0f766e";
    private static final String PEERS = "#94a3b8";

    private final StringBuilder svg = new StringBuilder();
    private int y = MARGIN;

    private Chart() {}

    /** An SVG document. */
    public static String of(Report report) {
        Map<String, List<Series>> groups = new LinkedHashMap<>();
        report.series()
                .forEach(series -> groups.computeIfAbsent(series.unit(), unit -> new ArrayList<>())
                        .add(series));
        Chart chart = new Chart();
        chart.title(report);
        groups.forEach(chart::group);
        return chart.document();
    }

    private void title(Report report) {
        text(MARGIN, y + 16, "title", "start", "Penstock bench");
        String rabbitMq = report.versions().get("rabbitmq");
        String where =
                report.machine().get("processors") + " × " + report.machine().get("processor")
                        + (rabbitMq == null ? "" : ", RabbitMQ " + rabbitMq) + ", "
                        + report.time().toString().substring(0, 10)
                        + "; bars: medians, lines: least to most";
        text(MARGIN, y + 38, "note", "start", where);
        y += 56;
    }

    private void group(String unit, List<Series> group) {
        double most = group.stream().mapToDouble(Series::most).max().orElseThrow();
        double scale = most > 0 ? PLOT / most : 0;
        text(MARGIN, y + 28, "unit", "start", unit);
        y += HEAD;
        for (Series series : group) {
            bar(series, scale);
            y += ROW;
        }
    }

    private void bar(Series series, double scale) {
        int left = MARGIN + LABELS;
        int middle = y + BAR / 2;
        text(left - 10, middle + 5, "label", "end", "(" + series.key() + ") " + series.name());
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"3\" fill=\"%s\"/>%n"
                .formatted(left, y, number(series.median() * scale), BAR, isOurs(series) ? OURS : PEERS));
        svg.append("<path d=\"M%s %d h%s\" stroke=\"#1e293b\" stroke-width=\"2\"/>%n"
                .formatted(
                        number(left + series.least() * scale),
                        middle,
                        number((series.most() - series.least()) * scale)));
        text(WIDTH - MARGIN, middle + 5, "value", "end", Table.number(series.median()));
    }

    /** Parts a, b and the raw half of f are what Penstock is compared with. */
    private static boolean isOurs(Series series) {
        return !series.key().matches("[ab](\\..*)?|f\\.raw");
    }

    private void text(int x, int baseline, String style, String anchor, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>%n"
                .formatted(x, baseline, style, anchor, escaped(text)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String document() {
        int height = y + MARGIN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d">
                <style>
                text { font-family: 'DejaVu Sans', Verdana, sans-serif; fill: #1e293b; font-size: 13px }
                .title { font-size: 20px; font-weight: bold }
                .note { fill: #64748b; font-size: 12px }
                .unit { font-size: 14px; font-weight: bold }
                .value { font-weight: bold }
                </style>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, height, svg);
    }
}
