package io.penstock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleConfigTest {

    @Test
    void a_console_that_is_told_nothing_keeps_its_data_in_a_file_and_listens_to_this_machine_alone() {
        ConsoleConfig console = ConsoleConfig.read(List.of(), Map.of());

        assertThat(console.database().jdbcUrl()).startsWith("jdbc:h2:file:").endsWith("/console-data/console");
        assertThat(console.print()).contains("PENSTOCK_CONSOLE_HOST = 127.0.0.1   (default)");
    }

    @Test
    void secrets_are_not_printed() {
        ConsoleConfig console = ConsoleConfig.read(
                List.of("--penstock-console-admin-token=" + "s3cret".repeat(6)),
                Map.of("DATABASE_URL", "jdbc:postgresql://db/console?user=penstock&password=hunter2"));

        assertThat(console.print()).doesNotContain("s3cret", "hunter2");
    }

    @Test
    void what_does_not_fit_stops_the_start_and_says_why() {
        assertRefused("--penstock-console-base-path=penstock/", "expected a path such as /penstock");
        assertRefused("--penstock-console-public-url=console.example", "expected https://host");
        assertRefused("--penstock-console-admin-token=short", "expected 32 to 200");
        assertRefused("--database-url=jdbc:mysql://x/y", "DATABASE_URL: the console keeps its data in PostgreSQL");
        assertRefused("--penstock-console-prot=1", "unknown setting PENSTOCK_CONSOLE_PROT");
    }

    private static void assertRefused(String flag, String message) {
        assertThatThrownBy(() -> ConsoleConfig.read(List.of(flag), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("short\"");
    }
}
