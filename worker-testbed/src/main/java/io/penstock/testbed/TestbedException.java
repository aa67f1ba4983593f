package io.penstock.testbed;

import org.jspecify.annotations.Nullable;

/**
 * A server could not be provided, started or controlled. The message says what failed, where, and what to do.
 *
 * <p>Unchecked: a test or a demo can do nothing about it but show it.
 */
public final class TestbedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole story in {@code message}. */
    public TestbedException(String message) {
        super(message);
    }

    /** With the whole story in {@code message}, and what led to it. */
    public TestbedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
