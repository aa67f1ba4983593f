package io.penstock.console.replay;

import java.util.Locale;

/** Where a replay is. */
public enum ReplayState {
    /** Its dead letters are being written down; one that stays so was cut off and can never be started. */
    PLANNING,
    /** It can be started; nothing is published and no dead letter belongs to it yet. */
    PLANNED,
    /** It takes its dead letters, then publishes them. */
    RUNNING,
    /** Somebody has paused it. */
    PAUSED,
    /** It has stopped by itself: too much failed, or the canary did not tell in time. */
    STOPPED,
    /** What is not published becomes open again. */
    CANCELLING,
    /** What was not published is open again. */
    CANCELLED,
    /** All that could be published is; outcomes may still come. */
    DONE;

    /** Its name in the API and in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReplayState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether some process is to work on it. */
    public boolean isActive() {
        return this == RUNNING || this == CANCELLING;
    }

    /** Whether nothing of it will be published any more. */
    public boolean isEnd() {
        return this == CANCELLED || this == DONE;
    }
}
