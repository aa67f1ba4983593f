package io.penstock.bench.images;

import io.penstock.bench.program.Program;
import io.penstock.bench.program.Sample;
import io.penstock.bench.report.Goal;
import io.penstock.bench.report.Report;
import io.penstock.bench.report.Series;
import io.penstock.bench.run.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The benchmark of images: everybody in turns, each in a process of its own. For one thread. */
final class ImageBench {
    private static final List<Goal> GOALS = List.of(
            Goal.atLeastTimes(1.0, "one.penstock", "one.sharp"), Goal.atLeastTimes(1.0, "all.penstock", "all.sharp"));

    private final Photographs photographs;
    private final Contenders contenders;
    private final int rounds;
    private final Consumer<String> progress;
    private final Map<Program, List<Sample>> samples = new LinkedHashMap<>();

    ImageBench(Photographs photographs, Path folder, int rounds, Consumer<String> progress) throws IOException {
        Path work = Files.createDirectories(folder.resolve("images"));
        this.photographs = photographs.copiedTo(work.resolve("photographs"));
        this.contenders = new Contenders(this.photographs, work, rounds);
        this.rounds = rounds;
        this.progress = progress;
    }

    Report run(int repetitions, boolean sharp) throws IOException, InterruptedException {
        Instant start = Instant.now();
        if (sharp) {
            progress.accept("installing sharp " + Contenders.sharpVersion() + " with npm, unless it is there");
            contenders.installSharp();
        }
        int processors = Runtime.getRuntime().availableProcessors();
        List<Program> all = new ArrayList<>(contenders.of("one", 1, sharp));
        all.addAll(contenders.of("all", processors, sharp));
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            progress.accept("repetition " + repetition + " of " + repetitions);
            for (Program contender : all) {
                measure(contender);
            }
        }
        return report(start, repetitions);
    }

    private void measure(Program contender) throws IOException, InterruptedException {
        Sample sample = contender.measure();
        samples.computeIfAbsent(contender, key -> new ArrayList<>()).add(sample);
        progress.accept(String.format(
                Locale.ROOT,
                "(%s) %.2f images/s, %.0f MiB at most",
                contender.key(),
                sample.perSecond(),
                sample.residentMib()));
    }

    private Report report(Instant start, int repetitions) {
        List<Series> series = new ArrayList<>();
        samples.forEach((contender, list) -> series.add(series(contender, "", "images/s", list, Sample::perSecond)));
        samples.forEach((contender, list) ->
                series.add(series(contender, ".memory", "MiB resident at most", list, Sample::residentMib)));
        samples.forEach((contender, list) -> {
            if (list.getFirst().heapMib() > 0) {
                series.add(series(contender, ".heap", "MiB of heap at most", list, Sample::heapMib));
            }
        });
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("photographs", photographs.files().size());
        settings.put("renditions", RenditionSet.ALL.toString());
        settings.put("rounds", rounds);
        settings.put("repetitions", repetitions);
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("sharp", Contenders.sharpVersion());
        return new Report(start, Machine.describe(), versions, settings, series, GOALS);
    }

    private static Series series(
            Program contender, String suffix, String unit, List<Sample> list, ToDoubleFunction<Sample> value) {
        return new Series(
                contender.key() + suffix,
                contender.name(),
                unit,
                list.stream().mapToDouble(value).boxed().toList());
    }
}
