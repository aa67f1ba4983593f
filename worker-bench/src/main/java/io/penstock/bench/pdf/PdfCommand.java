package io.penstock.bench.pdf;

import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

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

    @Option(names = "--output", paramLabel = "FORMAT", description = "How to print the result: text (default) or json.")
    private Format output = Format.text;

    enum Format {
        text,
        json
    }

    @Override
    public Integer call() throws Exception {
        String home = System.getenv().getOrDefault("PENSTOCK_HOME", ".");
        Path folder = Files.createDirectories(Path.of(home).toAbsolutePath().resolve(".penstock/bench"));
        Path work = Files.createDirectories(folder.resolve("pdf"));
        Report report = new PdfBench(new Contenders(work, warmUp, measure, rows), System.err::println).run(repetitions);
        Path json = write(report, folder);
        System.out.println(output == Format.json ? Json.of(report) : Table.of(report));
        System.err.println("Written to " + json);
        return 0;
    }

    private static Path write(Report report, Path folder) throws IOException {
        String name = report.time().toString().replaceAll("\\..*|Z", "").replace(':', '-');
        return Files.writeString(folder.resolve("pdf-" + name + ".json"), Json.of(report) + "\n");
    }
}
