package io.penstock.bench.images;

import io.penstock.bench.options.ReportOptions;
import io.penstock.bench.report.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ReportOptions reports = new ReportOptions();

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

    @Override
    public Integer call() throws Exception {
        Photographs sources = Photographs.in(photographs == null ? DEBIAN : photographs);
        Report report =
                new ImageBench(sources, reports.folder(), rounds, System.err::println).run(repetitions, !noSharp);
        reports.keep(report, "images-");
        return 0;
    }
}
