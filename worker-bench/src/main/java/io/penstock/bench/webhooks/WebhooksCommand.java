package io.penstock.bench.webhooks;

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

/** Measures webhooks. */
@Command(
        name = "webhooks",
        description = {
            "Measure the webhook worker beside a plain OkHttp loop, and with bad endpoints among the good ones.",
            "",
            "  loop     20,000 posts to 100 endpoints with nothing but OkHttp",
            "  worker   20,000 deliveries to 100 endpoints",
            "  mixed    the same while 10 more endpoints hang and 10 refuse, with as many deliveries each",
            "  latency  the 99th percentile of the healthy ones, without and with the bad ones",
            "  slow     memory with 5,000 deliveries in flight",
            "",
            "The result is also written to .penstock/bench/, as JSON and as a picture (SVG).",
            ""
        })
public final class WebhooksCommand implements Callable<Integer> {
    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private InstallOption install = new InstallOption();

    @Option(names = "--only", split = ",", paramLabel = "PART,…", description = "Only these parts.")
    private List<String> only = List.of("loop", "worker", "mixed", "latency", "slow");

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each part is measured (default: 3).")
    private int repetitions = 3;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Deliveries enqueued per second where latency is measured (default: 500).")
    private int rate = 500;

    @Option(
            names = "--answer-after",
            paramLabel = "MILLIS",
            description = "How long a healthy endpoint takes to answer (default: 100); 0 measures processors alone.")
    private int answerAfter = 100;

    @Option(names = "--jvm", paramLabel = "OPTION", description = "A further option for the worker's JVM.")
    private List<String> jvm = List.of();

    @Override
    public Integer call() throws Exception {
        Path logs = Files.createDirectories(reports.folder().resolve("logs"));
        Report report = new WebhookBench(logs, new Load(Duration.ofMillis(answerAfter), rate, jvm), System.err::println)
                .run(only, repetitions, install.isAllowed());
        reports.keep(report, "webhooks-");
        return 0;
    }
}
