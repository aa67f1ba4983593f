package io.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command as {@code ./penstock bench} starts it. */
public final class BenchProcess {
    private BenchProcess() {}

    /** Runs it in {@code home} and returns the report that it printed. */
    public static JsonNode report(Path home, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dpenstock.bench.workerLib=" + System.getProperty("worker.lib"),
                "-cp",
                System.getProperty("bench.lib") + "/*",
                "io.penstock.bench.BenchMain"));
        words.addAll(List.of(arguments));
        words.add("--output=json");
        Path errors = home.resolve("errors.log");
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
        builder.environment().put("PENSTOCK_HOME", home.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return new JsonMapper().readTree(output);
    }
}
