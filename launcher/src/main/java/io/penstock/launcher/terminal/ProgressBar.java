package io.penstock.launcher.terminal;

import java.io.PrintStream;

/** How far something is: a bar that is drawn over itself on a terminal, a line for each change of words elsewhere. For one thread. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final int LONGEST_LINE = 100;

    private final PrintStream out;
    private final boolean terminal;
    private String last = "";

    /** @param terminal whether a carriage return goes back to the beginning of the line */
    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On standard error, so that results on standard output stay clean. The script says whether it is a terminal. */
    public static ProgressBar onStandardError() {
        return new ProgressBar(System.err, Boolean.getBoolean("penstock.terminal"));
    }

    /**
     * Shows that {@code done} of {@code all} are done.
     *
     * @param words what else is to be said, on one line
     */
    public void draw(long done, long all, String words) {
        String line = terminal ? bar(done, all) + " " + words : done + " of " + all + ", " + words;
        String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
        if (shown.equals(last)) {
            return;
        }
        if (terminal) {
            out.print("\r" + shown + " ".repeat(Math.max(0, last.length() - shown.length())));
            out.flush();
        } else {
            out.println(shown);
        }
        last = shown;
    }

    private static String bar(long done, long all) {
        int filled = all <= 0 ? WIDTH : Math.clamp(done * WIDTH / all, 0, WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + all;
    }

    /** Nothing more will be drawn. */
    public void end() {
        if (terminal && !last.isEmpty()) {
            out.println();
        }
    }
}
