package io.penstock;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as it is told to operators and consumers of events.
 *
 * @param className fully qualified class of the error, or a dotted name for errors that are not exceptions
 * @param message one line for people; secrets known to the configuration are masked before it leaves the process
 * @param stack stack trace, or empty if there is none
 */
public record JobError(String className, String message, String stack) {

    /** Accepts null for what a careless handler does not know, as in {@code Outcome.failed(e.getMessage())}. */
    public JobError(@Nullable String className, @Nullable String message, @Nullable String stack) {
        this.className = className == null ? "io.penstock.JobError" : className;
        this.message = message == null ? "no message" : message;
        this.stack = stack == null ? "" : stack;
    }

    /** An error without an exception behind it. */
    public static JobError of(String message) {
        return new JobError("io.penstock.JobError", message, "");
    }

    /** An error of a kind of its own, e.g. {@code io.penstock.TimeLimitExceeded}. */
    public static JobError of(String className, String message) {
        return new JobError(className, message, "");
    }

    /** The error that {@code cause} stands for, with its stack trace. */
    public static JobError of(Throwable cause) {
        String name = cause.getClass().getName();
        try {
            String message = cause.getMessage();
            return new JobError(name, message == null ? cause.getClass().getSimpleName() : message, stackOf(cause));
        } catch (RuntimeException | StackOverflowError e) {
            // its own methods fail: the name is what can be told
            return new JobError(name, null, null);
        }
    }

    private static String stackOf(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
