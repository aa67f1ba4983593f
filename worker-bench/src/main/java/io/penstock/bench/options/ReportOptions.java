package io.penstock.bench.options;

import io.penstock.bench.report.Chart;
import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options {@code --help} and {@code --output}, and the folder that reports are kept in. */
public final class ReportOptions {
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--output", paramLabel = "FORMAT", description = "How to print the result: text (default) or json.")
    private Format output = Format.text;

    enum Format {
        text,
        json
    }

    /** Returns {@code .penstock/bench}, which is there then. */
    public Path folder() throws IOException {
        String home = System.getenv().getOrDefault("PENSTOCK_HOME", ".");
        return Files.createDirectories(Path.of(home).toAbsolutePath().resolve(".penstock/bench"));
    }

    /**
     * Keeps a report as JSON and as a picture, and prints it.
     *
     * @param prefix what the names of its files begin with, before the time
     */
    public void keep(Report report, String prefix) throws IOException {
        String time = report.time().toString().replaceAll("\\..*|Z", "").replace(':', '-');
        Path json = folder().resolve(prefix + time + ".json");
        Files.writeString(folder().resolve(prefix + time + ".svg"), Chart.of(report));
        Files.writeString(json, Json.of(report) + "\n");
        System.out.println(output == Format.json ? Json.of(report) : Table.of(report));
        System.err.println("Written to " + json + " and .svg");
    }
}
