package io.penstock.launcher;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.site.SiteFolder;
import io.penstock.launcher.terminal.CommandFailure;
import io.penstock.torture.Torture;
import io.penstock.torture.TortureOptions;
import io.penstock.torture.TortureOptions.Subject;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.verdict.Report;
import io.penstock.torture.verdict.ReportText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the kill tests. */
@Command(
        name = "torture",
        description = {
            "Send numbered jobs from several producers to several workers, kill, freeze and cut everything at random"
                    + " moments, and prove that no job and no event was lost.",
            "",
            "Servers of its own are started on free ports; others on this machine are not touched. What is missing is"
                    + " installed where this user may do so. Data, logs and records are in .penstock/torture until the"
                    + " next run. worker-torture/README.md explains the table.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 everything is as promised, 1 something was lost, missing, wrong or repeated without a fault"
                    + " that explains it, 2 usage."
        })
final class TortureCommand implements Callable<Integer> {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many jobs to send (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Over what time jobs are sent and faults are spread, e.g. 90s or 10m (default: 1 s for every 150"
                            + " jobs, and at least 8 s for every kind of fault).")
    private @Nullable Duration duration;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Number from which jobs and schedule follow (default: a random one, which is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many worker processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--producers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many producer processes; the last uses RabbitMQ's own client, the others JobClient"
                    + " (default: ${DEFAULT-VALUE}).")
    private int producers;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            defaultValue = "all",
            converter = FaultsConverter.class,
            description = "all, none, or a comma-separated list of ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}).",
            completionCandidates = FaultsConverter.class)
    private Set<Fault> faults = Set.of();

    enum Ledger {
        available,
        strict,
        off
    }

    @Option(
            names = "--ledger",
            paramLabel = "MODE",
            description = "The workers' PENSTOCK_LEDGER_MODE: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Ledger ledger = Ledger.available;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Torture the plug-ins in this folder instead of our own handler; needs --queue and --payload.")
    private @Nullable Path plugins;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "The plug-in's queue.")
    private @Nullable String queue;

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description =
                    "The plug-in's payload, in which $${id} and $${number} are replaced. Every such job must be done.")
    private @Nullable Path payload;

    @Mixin
    private InstallOption install = new InstallOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() throws Exception {
        TortureOptions options = options();
        try (SiteFolder folder = SiteFolder.claim(Home.locate().torture())) {
            folder.erase();
            PrintStream progress = output.isJson() ? System.err : System.out;
            Report report = new Torture(options, folder.path(), progress::println).run(install.isAllowed());
            tell(report, options, folder.path());
            return report.isClean() ? 0 : 1;
        }
    }

    private TortureOptions options() {
        Duration time = duration == null ? TortureOptions.usualDuration(jobs, faults) : duration;
        long number = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        try {
            return new TortureOptions(jobs, time, number, workers, producers, faults, ledger.name(), subject());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private Subject subject() {
        if (plugins == null && queue == null && payload == null) {
            return Subject.own();
        }
        if (plugins == null || queue == null || payload == null) {
            throw CommandFailure.usage("--plugins, --queue and --payload belong together");
        }
        if (!Files.isDirectory(plugins) || !Files.isReadable(payload)) {
            throw CommandFailure.usage(
                    "--plugins: expected a folder, --payload: expected a file; got " + plugins + " and " + payload);
        }
        return Subject.plugin(plugins, queue, payload);
    }

    private void tell(Report report, TortureOptions options, Path folder) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seed", options.seed());
        result.put("jobs", options.jobs());
        result.put("duration_s", options.duration().toSeconds());
        result.put("folder", folder.toString());
        result.putAll(ReportText.map(report));
        new JsonMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("report.json").toFile(), result);
        if (output.isJson()) {
            OutputOption.printJson(result);
            return;
        }
        System.out.println();
        System.out.print(ReportText.table(report));
        System.out.println();
        System.out.println(
                report.isClean()
                        ? "Nothing was lost. Seed " + options.seed() + ", records in " + folder
                        : "FAILED. Seed " + options.seed() + "; all records and logs are in " + folder);
    }
}
