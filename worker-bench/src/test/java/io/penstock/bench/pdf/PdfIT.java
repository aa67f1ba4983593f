package io.penstock.bench.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.bench.BenchProcess;
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
        JsonNode report =
                BenchProcess.report(home, "pdf", "--repetitions=1", "--warm-up=0", "--measure=0.5", "--rows=500");

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
}
