package io.penstock.console.http;

import org.jspecify.annotations.Nullable;

/**
 * What a call does to the world.
 *
 * @param mutates whether anything is another way afterwards: calls that do need proof that no other site sent them
 * @param action  the name in the audit log; null for looking at what may be looked at
 * @param announced whether it is in the audit log before it begins, or only a moment after it is over
 */
public record Effect(boolean mutates, @Nullable String action, boolean announced) {

    public Effect {
        if (mutates && action == null) {
            throw new IllegalArgumentException("effect: expected a name for the audit log, got a change without one");
        }
    }

    /** Looks, and nobody need know. */
    public static Effect reads() {
        return new Effect(false, null, false);
    }

    /** Changes nothing and is told all the same. */
    public static Effect discloses(String action) {
        return new Effect(false, action, true);
    }

    /** Changes something. */
    public static Effect changes(String action) {
        return new Effect(true, action, true);
    }

    /** Changes something some hundred times a second, and tells elsewhere of what a crash would keep from the audit log. */
    public static Effect changesOften(String action) {
        return new Effect(true, action, false);
    }
}
