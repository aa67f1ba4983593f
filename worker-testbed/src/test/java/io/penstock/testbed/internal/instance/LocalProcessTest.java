package io.penstock.testbed.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.testbed.internal.folder.StaleProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir
    Path temp;

    private LocalProcess process;

    @AfterEach
    void killProcess() {
        process.kill();
    }

    @Test
    void the_pid_file_names_the_server_not_the_shell_above_it() throws IOException {
        start("sleep", "60");

        assertThat(commandLine()).startsWith("sleep");
    }

    @Test
    void a_killed_process_is_gone_when_kill_returns_and_can_be_started_again() throws IOException {
        start("sleep", "60");
        long first = pid();

        process.kill();
        assertThat(process.isRunning()).isFalse();
        assertThat(ProcessHandle.of(first)).isEmpty();

        process.start();
        assertThat(process.isRunning()).isTrue();
        assertThat(pid()).isNotEqualTo(first);
    }

    @Test
    void a_stopped_process_had_the_time_to_clean_up() {
        start("sh", "-c", "trap 'echo cleaned up; exit 0' TERM; echo begun; while :; do sleep 0.1; done");
        await().until(() -> process.logTail().contains("begun"));

        process.stop();

        assertThat(process.isRunning()).isFalse();
        assertThat(process.logTail()).contains("cleaned up");
    }

    @Test
    void a_paused_process_stands_still_with_its_children_until_it_is_resumed() throws IOException {
        start("sh", "-c", "sleep 60; true");
        await().until(() -> ProcessHandle.of(pid()).orElseThrow().children().count() == 1);
        long child = ProcessHandle.of(pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();

        process.pause();
        await().until(() -> state(pid()).equals("T") && state(child).equals("T"));
        assertThat(process.isRunning()).isTrue();

        process.resume();
        await().until(() -> state(pid()).equals("S") && state(child).equals("S"));
    }

    @Test
    void a_paused_process_can_be_stopped() {
        start("sleep", "60");
        process.pause();

        process.stop();

        assertThat(process.isRunning()).isFalse();
    }

    @Test
    void a_program_that_ends_at_once_leaves_its_words_in_the_log() {
        start("sh", "-c", "echo no such configuration; exit 1");

        await().until(() -> !process.isRunning());
        assertThat(process.logTail()).contains("no such configuration");
    }

    private void start(String... words) {
        process = new LocalProcess(new Launch("server", List.of(words), Map.of(), temp, temp.resolve("data")));
        process.start();
    }

    private long pid() {
        Long pid = StaleProcesses.pidIn(temp.resolve("server.pid"));
        assertThat(pid).isNotNull();
        return pid;
    }

    private String commandLine() throws IOException {
        await().until(() ->
                !Files.readString(Path.of("/proc/" + pid() + "/cmdline")).startsWith("sh"));
        return Files.readString(Path.of("/proc/" + pid() + "/cmdline"));
    }

    private static String state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }
}
