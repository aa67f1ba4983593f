package io.penstock.bench.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.bench.BenchProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, with so few dead letters that the numbers mean nothing. */
class ConsoleIT {
    @TempDir
    private Path home;

    @Test
    void both_databases_are_filled_asked_and_collected_into() throws Exception {
        JsonNode report = BenchProcess.report(home, "console", "--rows=2000", "--collect=200");

        List<String> keys = new ArrayList<>();
        report.path("series").forEach(series -> keys.add(series.path("key").textValue()));
        assertThat(keys)
                .containsExactly(
                        "postgresql.fill",
                        "postgresql.lists",
                        "postgresql.counts",
                        "postgresql.groups",
                        "postgresql.collect",
                        "h2.fill",
                        "h2.lists",
                        "h2.counts",
                        "h2.groups",
                        "h2.collect");
        report.path("series")
                .forEach(series ->
                        assertThat(series.path("median").doubleValue()).isPositive());
    }
}
