package io.penstock.launcher.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningProcessTest {
    private final RunningProcess self = RunningProcess.of("test", ProcessHandle.current());

    @Test
    void a_living_process_is_found_again() {
        assertThat(self.find()).contains(ProcessHandle.current());
    }

    @Test
    void a_stranger_with_the_same_pid_is_not_taken_for_it() {
        RunningProcess earlier = new RunningProcess("test", self.pid(), self.startedMillis() - 10_000);

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void a_process_that_ended_is_not_found() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        RunningProcess recorded = RunningProcess.of("sleep", process.toHandle());
        process.destroyForcibly().waitFor();

        assertThat(recorded.find()).isEmpty();
    }
}
