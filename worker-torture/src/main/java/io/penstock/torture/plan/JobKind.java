package io.penstock.torture.plan;

import org.jspecify.annotations.Nullable;

/** The kinds of jobs, and how each must end. */
public enum JobKind {
    /** Done at once. */
    NORMAL(700, null),
    /** Done after some time. */
    SLOW(80, null),
    /** Fails some times, then is done. */
    FLAKY(70, null),
    /** Not to be run before its time. */
    DELAYED(50, null),
    /** Fails at every attempt. */
    FAILING(30, "attempts_exhausted"),
    /** Refused by its handler. */
    REJECTED(30, "rejected"),
    /** Its body is no JSON, or has a field that nobody knows. */
    MALFORMED(20, "malformed"),
    /** Of a type that no worker runs. */
    UNKNOWN_TYPE(20, "unknown_type"),
    /** Ends the JVM that runs it. Not drawn by chance but placed. */
    POISON(0, "delivery_limit");

    private final int perMille;
    private final @Nullable String deadReason;

    JobKind(int perMille, @Nullable String deadReason) {
        this.perMille = perMille;
        this.deadReason = deadReason;
    }

    /** Why it must be dead-lettered; null if it must be done. */
    public @Nullable String deadReason() {
        return deadReason;
    }

    /** @param draw 0 to 999 */
    static JobKind drawn(int draw) {
        int upTo = 0;
        for (JobKind kind : values()) {
            upTo += kind.perMille;
            if (draw < upTo) {
                return kind;
            }
        }
        throw new IllegalArgumentException("draw: expected 0 to " + (upTo - 1) + ", got " + draw);
    }
}
