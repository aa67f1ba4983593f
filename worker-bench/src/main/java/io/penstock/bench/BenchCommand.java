package io.penstock.bench;

import io.penstock.bench.console.ConsoleCommand;
import io.penstock.bench.http.HttpCommand;
import io.penstock.bench.images.ImagesCommand;
import io.penstock.bench.options.InstallOption;
import io.penstock.bench.options.ReportOptions;
import io.penstock.bench.pdf.PdfCommand;
import io.penstock.bench.report.Comparison;
import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.run.Part;
import io.penstock.bench.run.Plan;
import io.penstock.bench.run.QueueBench;
import io.penstock.bench.webhooks.WebhooksCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures everything that has to do with queues. */
@Command(
        name = "./penstock bench",
        subcommands = {
            ConsoleCommand.class,
            HttpCommand.class,
            ImagesCommand.class,
            PdfCommand.class,
            WebhooksCommand.class
        },
        description = {
            "Measure throughput, latency and memory beside the plain client and Spring AMQP, on servers started here.",
            "",
            "  a  raw consumer with the plain client        b  Spring AMQP's direct container, JSON decoded",
            "  c  Penstock, no-op typed job                 d  with ledger",
            "  e  with ledger, event and notification       f  JobClient against raw batched confirms",
            "  g  latency, enqueued to notified             h  memory, idle and with 1,000 sleeping jobs",
            "",
            "The result is also written to .penstock/bench/, as JSON and as a picture (SVG).",
            ""
        },
        footer = {"", "Exit codes: 0 measured, 2 usage, 1 anything else."})
final class BenchCommand implements Callable<Integer> {
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it
    @Spec
    private CommandSpec spec;

    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private InstallOption install = new InstallOption();

    @Option(names = "--only", split = ",", paramLabel = "a,b,…", description = "Only these parts.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "One repetition of two seconds each, for a first impression: a,b,c take three minutes.")
    private boolean quick;

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each part is measured (default: 3).")
    private @Nullable Integer repetitions;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "About how long a process works before it is measured (default: 20).")
    private @Nullable Double warmUp;

    @Option(
            names = "--measure",
            paramLabel = "SECONDS",
            description = "About how long one measurement lasts (default: 5).")
    private @Nullable Double measure;

    @Option(
            names = "--backlog",
            paramLabel = "JOBS",
            description =
                    "How many jobs are on the queue when somebody begins to empty it (default: ${DEFAULT-VALUE}).")
    private int backlog = 200_000;

    @Option(
            names = "--worker",
            paramLabel = "NAME=VALUE",
            description = "A setting for Penstock's worker, e.g. PENSTOCK_QUEUES_BENCH_PREFETCH=500.")
    private Map<String, String> worker = new TreeMap<>();

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option for every JVM that is measured, e.g. --jvm=-XX:+UseZGC.")
    private List<String> jvm = new ArrayList<>();

    @Option(names = "--compare", paramLabel = "FILE", description = "JSON of an earlier run to compare with.")
    private @Nullable Path compare;

    @Override
    public Integer call() throws Exception {
        List<Series> earlier = compare == null ? List.of() : Json.readSeries(Files.readString(compare));
        Report report = new QueueBench(
                        plan(), Files.createDirectories(reports.folder().resolve("logs")), System.err::println)
                .run(install.isAllowed());
        reports.keep(report, "");
        if (compare != null) {
            System.err.print(Comparison.of(report.series(), earlier));
        }
        return 0;
    }

    private Plan plan() {
        double warm = warmUp == null ? quick ? 1.5 : 20 : warmUp;
        double seconds = measure == null ? quick ? 2 : 5 : measure;
        int times = repetitions == null ? quick ? 1 : 3 : repetitions;
        try {
            return new Plan(parts(), times, ofSeconds(warm), ofSeconds(seconds), backlog, worker, jvmOptions());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Set<Part> parts() {
        EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        only.forEach(key -> parts.addAll(Part.of(key)));
        return parts.isEmpty() ? EnumSet.allOf(Part.class) : parts;
    }

    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(
                List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        options.addAll(jvm);
        return options;
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
