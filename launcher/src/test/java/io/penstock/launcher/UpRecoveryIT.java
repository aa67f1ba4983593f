package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UpRecoveryIT {
    private final Launcher launcher;
    private final Path home;

    UpRecoveryIT(@TempDir Path home) {
        this.home = home;
        this.launcher = new Launcher(home);
    }

    @AfterEach
    void killWhatIsLeft() {
        launcher.close();
    }

    @Test
    void after_a_crash_the_next_up_clears_away_what_is_left_and_goes_on_with_the_data() throws Exception {
        assertThat(launcher.run("up").exitCode()).isZero();
        String job = "{\"to\": \"patient@example.com\", \"subject\": \"Hi\", \"body\": \"Hello\"}";
        assertThat(launcher.run(Map.of(), job, "enqueue", "emails", "-", "--in=8s")
                        .exitCode())
                .isZero();
        JsonNode status = new ObjectMapper()
                .readTree(launcher.run("status", "--output=json").out());
        ProcessHandle worker =
                ProcessHandle.of(status.get("worker").get("pid").asLong()).orElseThrow();

        ProcessHandle.of(status.get("pid").asLong()).orElseThrow().destroyForcibly();

        await().until(() -> launcher.run("status").out().contains("has died"));
        assertThat(launcher.run("status").exitCode()).isEqualTo(1);
        assertThat(launcher.run("up").exitCode()).isZero();
        assertThat(worker.isAlive()).isFalse();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> launcher.mails().stream().anyMatch(mail -> mail.contains("patient@example.com")));

        assertThat(launcher.run("down", "--delete-data").exitCode()).isZero();

        assertThat(launcher.leftBehind()).isEmpty();
        try (var left = Files.list(home.resolve(".penstock/up"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("site.lock");
        }
    }
}
