package io.penstock.testbed.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a program's output, short enough for an error message. */
public final class LogTail {
    private static final int LINES = 25;

    private LogTail() {}

    /** The last lines of {@code text}, or a note that there are none. */
    public static String of(String text) {
        List<String> lines = text.strip().lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return text.isBlank() ? "(no output)" : String.join(System.lineSeparator(), tail);
    }

    /** The last lines of {@code file}, or a note that there is none. */
    public static String of(Path file) {
        try {
            return of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return "(no log at " + file + ")";
        }
    }
}
