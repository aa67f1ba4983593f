package io.penstock.bench.pdf;

import io.penstock.bench.program.Program;
import io.penstock.bench.program.Sample;
import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.run.Machine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The benchmark of documents: everybody in turns, each in a process of its own. For one thread. */
final class PdfBench {
    private static final List<Goal> GOALS = List.of(
            Goal.atLeastTimes(20, "one.penstock", "one.weasyprint.loop"),
            Goal.atLeastTimes(20, "one.penstock", "one.weasyprint"),
            Goal.atLeastTimes(20, "all.penstock", "all.weasyprint.loop"),
            Goal.atLeastTimes(20, "all.penstock", "all.weasyprint"),
            Goal.atMost(10, "rows"),
            Goal.atMost(256, "rows.heap"));

    private final Contenders contenders;
    private final Consumer<String> progress;
    private final Map<Program, List<Sample>> invoices = new LinkedHashMap<>();
    private final List<Sample> reports = new ArrayList<>();

    PdfBench(Contenders contenders, Consumer<String> progress) {
        this.contenders = contenders;
        this.progress = progress;
    }

    Report run(int repetitions) throws IOException, InterruptedException {
        Instant start = Instant.now();
        String weasyPrint = contenders.weasyPrintVersion();
        List<Program> all = new ArrayList<>(contenders.invoices("one", 1));
        all.addAll(contenders.invoices("all", Runtime.getRuntime().availableProcessors()));
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            progress.accept("repetition " + repetition + " of " + repetitions);
            for (Program contender : all) {
                measureInvoices(contender);
            }
            measureReport();
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("warm_up_seconds", contenders.warmUp());
        settings.put("measured_seconds", contenders.seconds());
        settings.put("rows", contenders.rows());
        settings.put("repetitions", repetitions);
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("weasyprint", weasyPrint);
        return new Report(start, Machine.describe(), versions, settings, series(), GOALS);
    }

    private void measureInvoices(Program contender) throws IOException, InterruptedException {
        Sample sample = contender.measure();
        invoices.computeIfAbsent(contender, key -> new ArrayList<>()).add(sample);
        progress.accept(String.format(Locale.ROOT, "(%s) %.2f documents/s", contender.key(), sample.perSecond()));
    }

    private void measureReport() throws IOException, InterruptedException {
        Sample sample = contenders.report().measure();
        reports.add(sample);
        progress.accept(String.format(
                Locale.ROOT,
                "(rows) %d rows in %.2f s, %.0f MiB of heap at most",
                contenders.rows(),
                sample.seconds(),
                sample.heapMib()));
    }

    private List<Series> series() throws IOException {
        List<Series> series = new ArrayList<>();
        invoices.forEach(
                (contender, samples) -> series.add(series(contender, "", "documents/s", samples, Sample::perSecond)));
        series.add(series(contenders.report(), "", "s", reports, Sample::seconds));
        invoices.forEach((contender, samples) -> {
            if (samples.getFirst().residentMib() > 0) {
                series.add(series(contender, ".memory", "MiB resident at most", samples, Sample::residentMib));
            }
        });
        series.add(series(contenders.report(), ".memory", "MiB resident at most", reports, Sample::residentMib));
        series.add(series(contenders.report(), ".heap", "MiB of heap at most", reports, Sample::heapMib));
        return series;
    }

    private static Series series(
            Program contender, String suffix, String unit, List<Sample> samples, ToDoubleFunction<Sample> value) {
        return new Series(
                contender.key() + suffix,
                contender.name(),
                unit,
                samples.stream().mapToDouble(value).boxed().toList());
    }
}
