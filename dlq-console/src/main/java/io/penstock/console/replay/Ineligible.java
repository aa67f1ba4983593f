package io.penstock.console.replay;

import io.penstock.console.letter.LetterState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a dead letter that was selected is not going to be published. */
public enum Ineligible {
    UNKNOWN("there is no such dead letter"),
    IN_ANOTHER_REPLAY("another replay has it and has not published it yet"),
    ALREADY_REPLAYED("it was published again before"),
    ARCHIVED("it is archived; restore it first"),
    RESOLVED("an edited job took its place"),
    DESTINATION_GONE("there is no such queue any more; name another as target_queue"),
    SAME_JOB("another dead letter of the same job is part of this replay"),
    NOT_OPEN_ANY_MORE("between plan and start it was replayed, archived or deleted by somebody else");

    private final String text;

    Ineligible(String text) {
        this.text = text;
    }

    /** Its name in the API and in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A sentence for people. */
    public String text() {
        return text;
    }

    /** Why a dead letter in this state cannot be replayed, null if it can. */
    static @Nullable Ineligible by(LetterState state) {
        return switch (state) {
            case OPEN -> null;
            case REPLAYING -> IN_ANOTHER_REPLAY;
            case REPLAYED -> ALREADY_REPLAYED;
            case RESOLVED -> RESOLVED;
            case ARCHIVED -> ARCHIVED;
        };
    }
}
