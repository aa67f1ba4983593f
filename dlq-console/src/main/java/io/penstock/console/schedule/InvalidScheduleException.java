package io.penstock.console.schedule;

import java.io.Serial;

/** Something about a schedule does not fit. The message says what was expected and repeats no value. */
public final class InvalidScheduleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * A field that does not fit.
     *
     * @param field    as the API calls it
     * @param expected what was expected
     */
    public InvalidScheduleException(String field, String expected) {
        super(field + ": " + expected);
        this.field = field;
    }

    /** Returns the field, as the API calls it. */
    public String field() {
        return field;
    }
}
