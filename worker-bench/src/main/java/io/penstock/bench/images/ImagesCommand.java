package io.penstock.bench.images;

import io.penstock.bench.report.Json;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast renditions are made. */
@Command(
        name = "images",
        description = {
            "Measure three renditions each of real photographs, beside vipsthumbnail and sharp, single-threaded and on all"
                    + " processors.",
            "",
            "Needs vipsthumbnail, node and npm, and photographs (Debian: libvips-tools, nodejs, npm, mate-backgrounds).",
            "sharp is installed with npm into .penstock/bench/images/sharp. The result is also written to .penstock/bench/.",
            ""
        },
        footer = {"", "Exit codes: 0 measured, 2 usage, 1 anything else."})
public final class ImagesCommand implements Callable<Integer> {
    private static final Path DEBIAN = Path.of("/usr/share/backgrounds/mate");

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = "--photographs",
            paramLabel = "FOLDER",
            description =
                    "Folder of JPEG files, searched with all below it (default: those of Debian's mate-backgrounds).")
    private @Nullable Path photographs;

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each is measured (default: 3).")
    private int repetitions = 3;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often one measurement goes through all photographs (default: 3).")
    private int rounds = 3;

    @Option(names = "--no-sharp", description = "Leave sharp out: nothing is installed from npm.")
    private boolean noSharp;

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
        Photographs sources = Photographs.in(photographs == null ? DEBIAN : photographs);
        Report report = new ImageBench(sources, folder, rounds, System.err::println).run(repetitions, !noSharp);
        Path json = write(report, folder);
        System.out.println(output == Format.json ? Json.of(report) : Table.of(report));
        System.err.println("Written to " + json);
        return 0;
    }

    private static Path write(Report report, Path folder) throws IOException {
        String name = report.time().toString().replaceAll("\\..*|Z", "").replace(':', '-');
        return Files.writeString(folder.resolve("images-" + name + ".json"), Json.of(report) + "\n");
    }
}
