package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.torture.plan.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TortureCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void the_help_names_every_fault() {
        assertThat(run("torture", "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " ")).contains(Fault.words());
    }

    @Test
    void a_fault_that_does_not_exist_is_refused_with_those_that_do() {
        assertThat(run("torture", "--faults", "worker-kill,worker-tickle")).isEqualTo(2);
        assertThat(err.toString()).contains("worker-pause", "got 'worker-tickle'");
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThat(run("torture", "--jobs", "0")).isEqualTo(2);
        assertThat(run("torture", "--workers", "17")).isEqualTo(2);
        assertThat(run("torture", "--duration", "0s")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--jobs: expected 1 to 10000000, got 0",
                        "--workers: expected 1 to 16, got 17",
                        "--duration: expected at least 1s");
    }

    @Test
    void a_plug_in_needs_a_queue_and_a_payload(@TempDir Path folder) {
        assertThat(run("torture", "--plugins", folder.toString())).isEqualTo(2);
        assertThat(run("torture", "--plugins", folder.toString(), "--queue", "q", "--payload", "nowhere.json"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("belong together", "expected a file");
    }
}
