package io.penstock.console.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.SampleLetters.Kind;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    private static final int ENOUGH = 30;

    @TempDir
    Path folder;

    @Test
    void what_was_stored_in_a_file_outlives_the_process_that_is_killed_right_afterwards() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Storing.class.getName(),
                        url())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int told = lastToldBy(process);

        try (Database database = Database.open(new DatabaseSettings(url(), "", "", 2))) {
            long there = new Letters(database.jdbi())
                    .count(TenantScope.ALL, LetterFilter.ALL)
                    .value();
            assertThat(there).isGreaterThanOrEqualTo(told);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("console");
    }

    /** Kills it in the middle of its work. */
    private static int lastToldBy(Process process) throws IOException {
        int told = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                told = Integer.parseInt(line);
                if (told == ENOUGH) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(told).isGreaterThanOrEqualTo(ENOUGH);
        return told;
    }

    /** The main program of a JVM that is going to be killed: stores, and tells how much is stored. */
    static final class Storing {
        private Storing() {}

        public static void main(String[] arguments) {
            try (Database database = Database.open(new DatabaseSettings(arguments[0], "", "", 2))) {
                var store = new LetterStore(database, Clock.systemUTC(), ArrivalListener.NONE);
                for (int i = 1; i < 10_000; i++) {
                    assertThat(store.store(List.of(SampleLetters.letter(Kind.USUAL))))
                            .isEqualTo(1);
                    System.out.println(i);
                }
            }
        }
    }
}
