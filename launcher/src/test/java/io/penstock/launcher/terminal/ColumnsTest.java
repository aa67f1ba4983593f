package io.penstock.launcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void cells_of_a_column_start_at_the_same_place() {
        String table =
                new Columns().row("queue", "waiting").row("webhooks", "12", "x").toString();

        assertThat(table).isEqualToNormalizingNewlines("  queue      waiting\n  webhooks   12   x\n");
    }

    @Test
    void the_last_cell_of_a_row_widens_no_column_and_leaves_no_blanks() {
        String table = new Columns()
                .row("a", "a very long last cell")
                .row("b", "", "c")
                .row("d", "")
                .toString();

        assertThat(table).isEqualToNormalizingNewlines("  a   a very long last cell\n  b      c\n  d\n");
    }
}
