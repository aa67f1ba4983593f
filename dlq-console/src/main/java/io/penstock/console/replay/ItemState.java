package io.penstock.console.replay;

import java.util.Locale;
import java.util.Optional;

/** What has become of one dead letter of a replay. */
public enum ItemState {
    /** Not published yet. */
    PENDING,
    /** On its way to the broker: published at least once if anything happens now, perhaps twice. */
    PUBLISHING,
    /** The broker has it; no outcome is known. */
    PUBLISHED,
    /** The job completed. */
    SUCCEEDED,
    /** The job died again. */
    FAILED_AGAIN,
    /** The broker has no place for it; the dead letter is open again. */
    RETURNED,
    /** The replay was cancelled before; the dead letter is open again. */
    CANCELLED,
    /** Never could be published. */
    INELIGIBLE;

    /** Its name in the database: lower case. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the world sees it: on its way is not there. */
    public ItemState told() {
        return this == PUBLISHING ? PENDING : this;
    }

    /** Its name in the API. */
    public String word() {
        return told().column();
    }

    static ItemState of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /** The state of this name in the API, if there is one. */
    public static Optional<ItemState> named(String word) {
        for (ItemState state : values()) {
            if (state != PUBLISHING && state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
