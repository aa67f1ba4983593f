package io.penstock.testbed.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.testbed.TestbedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void a_command_returns_what_it_printed() {
        Command command =
                Command.of("sh", "-c", "echo \"$GREETING $1\"", "sh", "world").in(Map.of("GREETING", "hello"));

        assertThat(command.run()).isEqualTo("hello world\n");
    }

    @Test
    void a_failing_command_is_reported_with_its_exit_code_and_the_end_of_its_output() {
        Command command = Command.of("sh", "-c", "for i in $(seq 100); do echo line $i; done; echo broken >&2; exit 3");

        assertThatThrownBy(command::run)
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("line 100")
                .hasMessageContaining("broken")
                .hasMessageNotContaining("line 50");
    }

    @Test
    void a_command_that_takes_too_long_is_killed_and_reported() {
        Command command = Command.of("sh", "-c", "echo begun; exec sleep 60").within(Duration.ofMillis(300));

        assertThatThrownBy(command::run)
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("was killed")
                .hasMessageContaining("begun");
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> Command.of("no-such-program").run())
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("'no-such-program' could not be run");
        assertThat(Command.of("no-such-program").succeeds()).isFalse();
    }

    @Test
    void a_daemon_left_behind_does_not_hold_the_command_up() {
        Command command =
                Command.of("sh", "-c", "sleep 20 & echo left; kill -0 $!").within(Duration.ofSeconds(5));

        assertThat(command.run()).isEqualTo("left\n");
    }
}
