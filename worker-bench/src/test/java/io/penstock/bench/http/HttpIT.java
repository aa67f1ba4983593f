package io.penstock.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.bench.BenchProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, for so short a time that the numbers mean nothing. */
class HttpIT {
    @TempDir
    private Path home;

    @Test
    void jobs_are_enqueued_in_batches_and_one_by_one() throws Exception {
        JsonNode report = BenchProcess.report(home, "http", "--only=h2", "--seconds=2", "--warm-up=1", "--rate=20");

        List<String> keys = new ArrayList<>();
        report.path("series").forEach(series -> keys.add(series.path("key").textValue()));
        assertThat(keys).containsExactly("h2.p50", "h2.p99", "h2.batches");
        report.path("series")
                .forEach(series ->
                        assertThat(series.path("median").doubleValue()).isPositive());
    }
}
