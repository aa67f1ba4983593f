package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TortureIT {
    @Test
    void a_run_ends_with_a_report_and_leaves_records_and_no_process_behind(@TempDir Path home) throws Exception {
        try (Launcher launcher = new Launcher(home)) {
            Launcher.Run run = launcher.run(
                    "torture", "--jobs=120", "--duration=6s", "--seed=3", "--faults=worker-kill", "--output=json");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            JsonNode report = new JsonMapper().readTree(run.out());
            assertThat(report.get("seed").asLong()).isEqualTo(3);
            assertThat(report.get("lost").asLong()).isZero();
            assertThat(report.get("event_missing").asLong()).isZero();
            assertThat(report.get("confirmed_by_the_broker").asLong()).isEqualTo(120);
            assertThat(report.get("recovery").has("worker-kill")).isTrue();
            assertThat(run.err()).contains("seed 3", "SIGKILL a worker");
            assertThat(home.resolve(".penstock/torture"))
                    .isDirectoryContaining("glob:**/report.json")
                    .isDirectoryContaining("glob:**/schedule.txt")
                    .isDirectoryContaining("glob:**/effects.log")
                    .isDirectoryContaining("glob:**/worker-2.log");
            assertThat(launcher.leftBehind()).isEmpty();
        }
    }
}
