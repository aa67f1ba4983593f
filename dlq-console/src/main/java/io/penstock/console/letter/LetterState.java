package io.penstock.console.letter;

import java.util.Locale;
import java.util.Optional;

/** What has become of a dead letter. */
public enum LetterState {
    /** Nobody has done anything about it. */
    OPEN,
    /** It belongs to a replay that has not published it yet. */
    REPLAYING,
    /** It was published again. */
    REPLAYED,
    /** Another job, made from it by hand, took its place. */
    RESOLVED,
    /** It was put away, and can be restored. */
    ARCHIVED;

    /** Its name in the API, in the database and in the column of counts: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of this name, if there is one. */
    public static Optional<LetterState> of(String word) {
        for (LetterState state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** True if nothing is left to be done, so that retention may delete it one day. */
    public boolean isEnd() {
        return switch (this) {
            case OPEN, REPLAYING -> false;
            case REPLAYED, RESOLVED, ARCHIVED -> true;
        };
    }
}
