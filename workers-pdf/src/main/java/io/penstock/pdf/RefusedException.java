package io.penstock.pdf;

import java.io.Serial;

/** The job's input cannot become a PDF, now or later. The message names what is refused. */
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
