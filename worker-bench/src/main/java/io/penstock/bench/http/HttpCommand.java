package io.penstock.bench.http;

import io.penstock.bench.options.InstallOption;
import io.penstock.bench.options.ReportOptions;
import io.penstock.bench.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures enqueueing over HTTP. */
@Command(
        name = "http",
        description = {
            "Measure how fast jobs are enqueued through the console's HTTP API, each under an id of its own.",
            "",
            "For each kind of database: single jobs at a steady rate, then batches of 500 from four callers as fast as that",
            "goes. The payloads are webhooks and are checked against their schema.",
            "",
            "The result is also written to .penstock/bench/, as JSON and as a picture (SVG).",
            ""
        })
public final class HttpCommand implements Callable<Integer> {
    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private InstallOption install = new InstallOption();

    @Option(names = "--only", split = ",", paramLabel = "DATABASE,…", description = "postgresql, h2 (default: both).")
    private List<String> only = List.of("postgresql", "h2");

    @Option(names = "--rate", paramLabel = "N", description = "Single jobs per second (default: 500).")
    private int rate = 500;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each measurement lasts (default: 20).")
    private int seconds = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long single jobs are sent before they are measured (default: 45).")
    private int warmUp = 45;

    @Override
    public Integer call() throws Exception {
        Path logs = Files.createDirectories(reports.folder().resolve("logs"));
        Report report = new HttpBench(
                        logs, rate, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), System.err::println)
                .run(only, install.isAllowed());
        reports.keep(report, "http-");
        return 0;
    }
}
