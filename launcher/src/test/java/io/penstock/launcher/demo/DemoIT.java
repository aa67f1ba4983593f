package io.penstock.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.launcher.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoIT {
    private final Launcher launcher;
    private final Path home;

    DemoIT(@TempDir Path home) {
        this.home = home;
        this.launcher = new Launcher(home);
    }

    @AfterEach
    void killWhatIsLeft() {
        launcher.close();
    }

    @Test
    void once_shows_everything_passes_its_checks_and_leaves_no_process_behind() throws Exception {
        Launcher.Run run = launcher.run("demo", "--once");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsPattern("All \\d+ checks passed")
                .contains("Subject      Welcome to Acme")
                .contains("ce_type          io.penstock.job.completed.v1")
                .containsPattern("notifications:ada\\R +\\S+ +job\\.")
                .containsPattern("objects/invoice.pdf +[1-9]\\d+ bytes")
                .containsPattern("objects/tile.webp +[1-9]\\d+ bytes")
                .containsPattern("webhook-signature +v1,")
                .contains("reason    malformed")
                .contains("reason    rejected")
                .contains("fails-twice   completed at attempt 3")
                .containsPattern("out-of-stock +succeeded")
                .containsPattern("refused +failed again")
                .containsPattern("reminder +completed as schedule:[0-9a-f-]{36}\\R")
                .containsPattern("every-second +completed as schedule:[0-9a-f-]{36}:20\\S+Z")
                .containsPattern("PENSTOCK_CONSOLE_TOKEN='penstock_demo-[0-9a-f]{48}'")
                .doesNotContain("FAILED");
        assertThat(launcher.leftBehind()).isEmpty();
    }

    @Test
    void without_once_everything_stays_up_until_it_is_told_to_stop() throws Exception {
        Launcher launcher = new Launcher(home);
        Path output = home.resolve("output");

        Process demo = launcher.start(output, "demo");
        await().atMost(Duration.ofMinutes(9))
                .until(() -> Files.readString(output).contains("stays up until Ctrl-C") || !demo.isAlive());
        assertThat(launcher.leftBehind()).as(Files.readString(output)).hasSizeGreaterThanOrEqualTo(6);
        demo.destroy();

        assertThat(demo.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(128 + 15);
        assertThat(launcher.leftBehind()).isEmpty();
    }
}
