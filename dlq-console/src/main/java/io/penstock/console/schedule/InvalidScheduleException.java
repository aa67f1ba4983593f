package io.penstock.console.schedule;

import java.io.Serial;

/** Something about a schedule does not fit. The message says what was expected and repeats no value. */
public final class InvalidScheduleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final boolean aboutContent;

    /**
     * A field that does not fit.
     *
     * @param field    as the API calls it
     * @param expected what was expected
     */
    public InvalidScheduleException(String field, String expected) {
        this(field, field + ": " + expected, false);
    }

    private InvalidScheduleException(String field, String message, boolean aboutContent) {
        super(message);
        this.field = field;
        this.aboutContent = aboutContent;
    }

    /**
     * A payload that the schema of its type does not accept.
     *
     * @param pointer where in the payload, a JSON Pointer
     */
    static InvalidScheduleException ofPayload(String pointer, String type, String detail) {
        String message = "payload: expected one of type " + type + ": " + pointer + ": " + detail;
        return new InvalidScheduleException("/payload" + pointer, message, true);
    }

    /** True if all of it could be read, and it is the payload that makes no sense. */
    public boolean isAboutContent() {
        return aboutContent;
    }

    /** Returns the field, as the API calls it. */
    public String field() {
        return field;
    }
}
