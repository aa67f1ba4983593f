package io.penstock.testbed.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleProcessesTest {
    @TempDir
    Path temp;

    @Test
    void a_process_that_works_in_the_folder_is_killed() throws Exception {
        Process stale = sleepIn(temp);
        Path pidFile = Files.writeString(temp.resolve("redis.pid"), stale.pid() + "\n");

        StaleProcesses.kill(temp);

        assertThat(stale.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void a_stranger_that_was_given_the_pid_meanwhile_is_left_alone() throws Exception {
        Process stranger = sleepIn(Path.of("/"));
        Path pidFile = Files.writeString(temp.resolve("redis.pid"), stranger.pid() + "\n");

        StaleProcesses.kill(temp);

        assertThat(stranger.isAlive()).isTrue();
        assertThat(pidFile).doesNotExist();
        stranger.destroyForcibly();
    }

    @Test
    void a_pid_file_that_names_nobody_is_removed() throws IOException {
        Path pidFile = Files.writeString(temp.resolve("redis.pid"), "not a number\n");

        StaleProcesses.kill(temp);

        assertThat(pidFile).doesNotExist();
    }

    private static Process sleepIn(Path folder) throws IOException {
        return new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
    }
}
