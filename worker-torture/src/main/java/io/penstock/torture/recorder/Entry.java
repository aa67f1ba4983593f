package io.penstock.torture.recorder;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the record.
 *
 * @param at when the recorder heard of it, epoch milliseconds
 * @param what what it heard
 * @param key the effect key
 * @param job the job's id
 * @param attempt the attempt, from 1
 * @param token the fencing token; 0 if the execution was not fenced
 * @param pid the worker's process id
 * @param due before when the effect must not happen, epoch milliseconds; 0 if it may at any time
 */
public record Entry(long at, What what, String key, String job, int attempt, long token, long pid, long due) {
    private static final Pattern LINE =
            Pattern.compile("(\\d+) (BEGUN|DONE|REFUSED) (\\S+) (\\S+) (\\d+) (\\d+) (\\d+) (\\d+)");

    /** What was recorded. */
    public enum What {
        /** An execution began. */
        BEGUN,
        /** The effect happened. */
        DONE,
        /** The effect was refused: an execution with a higher token has had it already. */
        REFUSED
    }

    /** The line for it, without the line break. */
    public String line() {
        return at + " " + what + " " + key + " " + job + " " + attempt + " " + token + " " + pid + " " + due;
    }

    /** Reads a line; empty if it is none. */
    public static Optional<Entry> parse(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Entry(
                Long.parseLong(m.group(1)),
                What.valueOf(m.group(2)),
                m.group(3),
                m.group(4),
                Integer.parseInt(m.group(5)),
                Long.parseLong(m.group(6)),
                Long.parseLong(m.group(7)),
                Long.parseLong(m.group(8))));
    }
}
