package io.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every part for real, with so few jobs that the numbers mean nothing. */
class MeasuringIT {
    @TempDir
    private Path home;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void one_run_measures_every_part_and_leaves_its_numbers_and_its_picture() throws Exception {
        JsonNode report = BenchProcess.report(home, "--quick", "--warm-up=0.1", "--measure=0.2", "--backlog=10000");

        List<String> keys = new ArrayList<>();
        report.path("series").forEach(series -> {
            keys.add(series.path("key").textValue());
            assertThat(series.path("values").size()).isEqualTo(1);
        });
        assertThat(keys)
                .contains(
                        "a", "b", "c", "d", "e", "f.raw", "f.client", "a.cpu", "g.100.p50", "g.1000.p99", "g.1000.max")
                .contains("h.idle", "h.idle.heap", "h.added", "h.heap")
                .doesNotHaveDuplicates();
        report.path("goals")
                .forEach(goal -> assertThat(goal.path("reached").isNumber())
                        .as(goal.toString())
                        .isTrue());
        assertThat(report.path("versions").path("spring_rabbit").textValue()).matches("\\d+\\.\\d+.*");
        assertThat(filesIn(home.resolve(".penstock/bench")))
                .anyMatch(name -> name.endsWith(".json"))
                .anyMatch(name -> name.endsWith(".svg"));
    }

    private static List<String> filesIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
