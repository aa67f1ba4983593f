package io.penstock.bench.contender;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a contender says about its progress.
 *
 * @param settled jobs settled so far
 * @param nanos when, on the contender's own {@link System#nanoTime()}
 * @param processorNanos processor time that the contender has used so far, of all its threads
 */
public record Mark(long settled, long nanos, long processorNanos) {
    private static final Pattern LINE = Pattern.compile("bench settled=(\\d+) nanos=(-?\\d+) processor=(\\d+)");

    String text() {
        return "bench settled=" + settled + " nanos=" + nanos + " processor=" + processorNanos;
    }

    /** Reads a line of a contender's output; empty if it is something else. */
    public static Optional<Mark> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Mark(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
    }
}
