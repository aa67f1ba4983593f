package io.penstock.launcher;

import io.penstock.launcher.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The question before something is changed, and the option that answers it where nobody can be asked. */
final class Question {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /** True if nothing is asked. */
    boolean isAnswered() {
        return yes;
    }

    /**
     * Asks whether to do it, unless that is answered already.
     *
     * @param what e.g. {@code archive 12 dead letters}
     * @throws CommandFailure if the answer is no, or nobody can be asked
     */
    void ask(String what) {
        if (yes) {
            return;
        }
        System.err.print(what + "? [y/N] ");
        String answer = readLine();
        if (answer == null) {
            throw CommandFailure.usage("expected --yes where nobody can be asked; this would " + what);
        }
        if (!answer.strip().equalsIgnoreCase("y")) {
            throw CommandFailure.failed("nothing was changed");
        }
    }

    private static @Nullable String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
