package io.penstock.launcher.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.launcher.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFolderTest {
    private static final Addresses NOWHERE = new Addresses("", "", "", "", "", "");

    @TempDir
    private Path folder;

    @Test
    void a_folder_is_claimed_by_one_process_at_a_time() {
        try (SiteFolder first = SiteFolder.claim(folder)) {
            assertThatThrownBy(() -> SiteFolder.claim(first.path()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("is in use by another process");
        }
        SiteFolder.claim(folder).close();
    }

    @Test
    void erasing_leaves_nothing_but_the_claim() throws Exception {
        Files.createDirectories(folder.resolve("servers/redis"));
        Files.writeString(folder.resolve("servers/redis/data"), "x");
        try (SiteFolder claimed = SiteFolder.claim(folder)) {
            claimed.erase();
        }

        try (var left = Files.walk(folder)) {
            assertThat(left.map(path -> folder.relativize(path).toString())).containsExactlyInAnyOrder("", "site.lock");
        }
    }

    @Test
    void a_console_that_has_its_database_open_is_noticed() throws Exception {
        assertThat(SiteFolder.isUsedByConsole(folder)).isFalse();
        Path data = Files.createDirectories(SiteFolder.ofConsole(folder)).resolve("console");
        try (var database = Database.open(new DatabaseSettings("jdbc:h2:file:" + data, "", "", 3))) {
            assertThat(database.isReachable()).isTrue();
            assertThat(SiteFolder.isUsedByConsole(folder)).isTrue();
        }
        assertThat(SiteFolder.isUsedByConsole(folder)).isFalse();
    }

    @Test
    void what_a_dead_owner_left_running_is_ended_and_strangers_are_not() throws Exception {
        Process leftOver = new ProcessBuilder("sleep", "60").start();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        RunningProcess dead =
                new RunningProcess("launcher", ProcessHandle.current().pid(), 0);
        RunningProcess reused = new RunningProcess("server", stranger.pid(), 0);
        new SiteFile(folder)
                .write(new Site(dead, RunningProcess.of("worker", leftOver.toHandle()), List.of(reused), NOWHERE));

        try (SiteFolder claimed = SiteFolder.claim(folder)) {
            // the JVM notices the end of its own child a moment after everybody else
            assertThat(leftOver.onExit()).as("what was left running").succeedsWithin(Duration.ofSeconds(10));
            assertThat(stranger.isAlive()).isTrue();
            assertThat(new SiteFile(claimed.path()).read()).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
