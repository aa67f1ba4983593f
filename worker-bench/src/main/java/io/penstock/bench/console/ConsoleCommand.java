package io.penstock.bench.console;

import io.penstock.bench.options.InstallOption;
import io.penstock.bench.options.ReportOptions;
import io.penstock.bench.report.Report;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the console's database. */
@Command(
        name = "console",
        description = {
            "Measure how fast dead letters are collected and found when there are a million of them.",
            "",
            "For each kind of database: fill it, ask for lists, counts and groups by the filters that operators use and by",
            "those that find next to nothing, then collect from a queue of dead letters into it.",
            "",
            "The result is also written to .penstock/bench/, as JSON and as a picture (SVG).",
            ""
        })
public final class ConsoleCommand implements Callable<Integer> {
    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private InstallOption install = new InstallOption();

    @Option(names = "--only", split = ",", paramLabel = "DATABASE,…", description = "postgresql, h2 (default: both).")
    private List<String> only = List.of("postgresql", "h2");

    @Option(names = "--rows", paramLabel = "N", description = "Dead letters in the database (default: 1000000).")
    private int rows = 1_000_000;

    @Option(names = "--collect", paramLabel = "N", description = "Dead letters to collect then (default: 60000).")
    private int collect = 60_000;

    @Override
    public Integer call() throws Exception {
        Report report = new ConsoleBench(rows, collect, System.err::println).run(only, install.isAllowed());
        reports.keep(report, "console-");
        return 0;
    }
}
