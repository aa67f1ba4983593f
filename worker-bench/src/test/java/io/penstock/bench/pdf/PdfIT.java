package io.penstock.bench.pdf;

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

/** The whole command, so short that the numbers mean nothing. */
class PdfIT {
    @TempDir
    private Path home;

    @Test
    void everybody_on_this_machine_is_measured() throws Exception {
        JsonNode report = new JsonMapper()
                .readTree(
                        bench("pdf", "--repetitions=1", "--warm-up=0", "--measure=0.5", "--rows=500", "--output=json"));

        List<String> keys = new ArrayList<>();
        report.path("series").forEach(series -> {
            keys.add(series.path("key").textValue());
            assertThat(series.path("median").doubleValue()).isPositive();
        });
        assertThat(keys)
                .contains("one.penstock", "one.weasyprint", "one.weasyprint.loop", "all.penstock", "rows", "rows.heap")
                .doesNotHaveDuplicates();
        for (String name : List.of("penstock-0.pdf", "loop-0.pdf", "process-0.pdf", "rows.pdf")) {
            assertThat(home.resolve(".penstock/bench/pdf/documents/" + name))
                    .as("a document with something in it")
                    .isNotEmptyFile();
        }
    }

    private String bench(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
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
