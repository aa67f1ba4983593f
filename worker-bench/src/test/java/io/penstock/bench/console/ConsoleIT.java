package io.penstock.bench.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
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
        JsonNode report = new JsonMapper().readTree(bench("console", "--rows=2000", "--collect=200", "--output=json"));

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

    private String bench(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("bench.lib") + "/*",
                "io.penstock.bench.BenchMain"));
        words.addAll(List.of(arguments));
        Path errors = home.resolve("errors.log");
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
        builder.environment().put("PENSTOCK_HOME", home.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return output;
    }
}
