package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.client.NewJob;
import io.penstock.launcher.terminal.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class EnqueueOptionsTest {
    private static Object option(String name, String... arguments) {
        return Main.commandLine().parseArgs(arguments).subcommand().matchedOptionValue(name, "none");
    }

    private static NewJob job(String... arguments) {
        JobOptions options = CommandLine.populateCommand(new JobOptions(), arguments);
        return options.describe("emails", new byte[0]);
    }

    @Test
    void wait_takes_no_value_from_the_next_argument() {
        assertThat(option("--wait", "enqueue", "--wait", "emails", "-")).isEqualTo(Duration.ofSeconds(60));
        assertThat(option("--wait", "enqueue", "emails", "-", "--wait")).isEqualTo(Duration.ofSeconds(60));
        assertThat(option("--wait", "enqueue", "--wait=5m", "emails", "-")).isEqualTo(Duration.ofMinutes(5));
        assertThat(option("--wait", "enqueue", "emails", "-")).isEqualTo("none");
    }

    @Test
    void everything_said_about_a_job_reaches_it() {
        NewJob job = job(
                "--type=email.send",
                "--id=42",
                "--tenant=acme",
                "--user=ada",
                "--max-attempts=3",
                "--at=2030-01-31T09:00:00+01:00");

        assertThat(job.type()).isEqualTo("email.send");
        assertThat(job.id()).isEqualTo("42");
        assertThat(job.tenant()).isEqualTo("acme");
        assertThat(job.user()).isEqualTo("ada");
        assertThat(job.maxAttempts()).isEqualTo(3);
        assertThat(job.runAt()).isEqualTo(Instant.parse("2030-01-31T08:00:00Z"));
    }

    @Test
    void a_delay_may_be_longer_than_a_lifetime_but_not_than_the_calendar() {
        assertThat(job("--in=36500d").runAt()).isAfter(Instant.parse("2100-01-01T00:00:00Z"));
        assertThatThrownBy(() -> job("--in=999999999999d"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("expected a duration");
    }

    @Test
    void wrong_values_are_refused_with_what_was_expected() {
        assertThatThrownBy(() -> job("--in=soon"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("expected a duration such as 250ms, 30s, 5m, 2h or 7d, got 'soon'");
        assertThatThrownBy(() -> job("--at=tomorrow"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("expected an instant such as 2030-01-31T08:00:00Z");
        assertThatThrownBy(() -> job("--in=5s", "--at=2030-01-31T08:00:00Z"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("--in and --at: expected one of them, got both");
        assertThatThrownBy(() -> job("--max-attempts=0"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("--max-attempts: expected a whole number from 1, got 0");
    }
}
