package io.penstock.bench.console;

import io.penstock.bench.report.Chart;
import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--only", split = ",", paramLabel = "DATABASE,…", description = "postgresql, h2 (default: both).")
    private List<String> only = List.of("postgresql", "h2");

    @Option(names = "--rows", paramLabel = "N", description = "Dead letters in the database (default: 1000000).")
    private int rows = 1_000_000;

    @Option(names = "--collect", paramLabel = "N", description = "Dead letters to collect then (default: 60000).")
    private int collect = 60_000;

    @Option(names = "--output", paramLabel = "FORMAT", description = "How to print the result: text (default) or json.")
    private Format output = Format.text;

    @Option(names = "--no-install", description = "Install nothing.")
    private boolean noInstall;

    enum Format {
        text,
        json
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Path.of(System.getenv().getOrDefault("PENSTOCK_HOME", "."))
                .toAbsolutePath()
                .resolve(".penstock/bench");
        Files.createDirectories(folder);
        Report report = new ConsoleBench(rows, collect, System.err::println).run(only, !noInstall);
        String name =
                "console-" + report.time().toString().replaceAll("\\..*|Z", "").replace(':', '-');
        Files.writeString(folder.resolve(name + ".svg"), Chart.of(report));
        Files.writeString(folder.resolve(name + ".json"), Json.of(report) + "\n");
        System.out.println(output == Format.json ? Json.of(report) : Table.of(report));
        System.err.println("Written to " + folder.resolve(name) + ".json and .svg");
        return 0;
    }
}
