package io.penstock.bench.webhooks;

import io.penstock.bench.report.Chart;
import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

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
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Report report = new WebhookBench(logs, new Load(Duration.ofMillis(answerAfter), rate, jvm), System.err::println)
                .run(only, repetitions, !noInstall);
        String name =
                "webhooks-" + report.time().toString().replaceAll("\\..*|Z", "").replace(':', '-');
        Files.writeString(folder.resolve(name + ".svg"), Chart.of(report));
        Files.writeString(folder.resolve(name + ".json"), Json.of(report) + "\n");
        System.out.println(output == Format.json ? Json.of(report) : Table.of(report));
        System.err.println("Written to " + folder.resolve(name) + ".json and .svg");
        return 0;
    }
}
