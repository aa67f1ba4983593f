package io.penstock.launcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(new PrintStream(written, true, StandardCharsets.UTF_8), terminal);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void on_a_terminal_it_is_drawn_over_itself_and_nothing_of_a_longer_line_stays() {
        ProgressBar bar = bar(true);
        bar.draw(0, 4, "running: 4 pending");
        bar.draw(4, 4, "done");
        bar.end();
        assertThat(written())
                .startsWith("\r[..............................] 0/4 running: 4 pending")
                .contains("\r[##############################] 4/4 done              ")
                .endsWith(System.lineSeparator());
    }

    @Test
    void elsewhere_it_is_a_line_for_each_change() {
        ProgressBar bar = bar(false);
        bar.draw(1, 2, "running");
        bar.draw(1, 2, "running");
        bar.draw(2, 2, "done");
        bar.end();
        assertThat(written().lines()).containsExactly("1 of 2, running", "2 of 2, done");
    }

    @Test
    void nothing_to_do_is_all_done() {
        bar(true).draw(0, 0, "done");
        assertThat(written()).contains("[##############################] 0/0 done");
    }
}
