package io.penstock.bench.pdf;

import io.penstock.bench.options.ReportOptions;
import io.penstock.bench.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast documents are made. */
@Command(
        name = "pdf",
        description = {
            "Measure how fast the same one-page invoice becomes a PDF, beside WeasyPrint, single-threaded and on all processors,"
                    + " and how long a report of many rows takes with 256 MB of heap.",
            "",
            "Needs WeasyPrint (Debian: weasyprint). The result is also written to .penstock/bench/.",
            ""
        },
        footer = {"", "Exit codes: 0 measured, 2 usage, 1 anything else."})
public final class PdfCommand implements Callable<Integer> {
    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each is measured (default: 3).")
    private int repetitions = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long a process works before it is measured (default: 20).")
    private double warmUp = 20;

    @Option(names = "--measure", paramLabel = "SECONDS", description = "How long one measurement lasts (default: 10).")
    private double measure = 10;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of the report (default: 100000).")
    private int rows = 100_000;

    @Override
    public Integer call() throws Exception {
        Path work = Files.createDirectories(reports.folder().resolve("pdf"));
        Report report = new PdfBench(new Contenders(work, warmUp, measure, rows), System.err::println).run(repetitions);
        reports.keep(report, "pdf-");
        return 0;
    }
}
