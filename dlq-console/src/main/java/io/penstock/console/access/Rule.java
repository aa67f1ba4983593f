package io.penstock.console.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may make a call. Each route has one. */
public sealed interface Rule {

    /** Nobody need sign in: what is needed for signing in, and for probes. */
    record Anyone() implements Rule {}

    /** This role or more, within the caller's tenants. */
    record AtLeast(Role role) implements Rule {}

    /** This role or more, and no limit to tenants: for what concerns everybody. */
    record Everywhere(Role role) implements Rule {}

    /** At least a reader who was given the right to reveal. */
    record MayReveal() implements Rule {}

    /** True if this caller may. */
    default boolean permits(@Nullable Principal caller) {
        if (this instanceof Anyone) {
            return true;
        }
        return caller != null && permits(caller.grants());
    }

    private boolean permits(Grants grants) {
        return switch (this) {
            case Anyone anyone -> true;
            case AtLeast least -> grants.role().includes(least.role());
            case Everywhere everywhere ->
                grants.role().includes(everywhere.role()) && grants.scope().isEverything();
            case MayReveal reveal -> grants.mayReveal() && grants.role().includes(Role.READER);
        };
    }

    /** The rule in words, after "needs". */
    default String text() {
        return switch (this) {
            case Anyone anyone -> "nothing";
            case AtLeast least -> "role " + word(least.role());
            case Everywhere everywhere -> "role " + word(everywhere.role()) + " without a limit to tenants";
            case MayReveal reveal -> "the right to reveal";
        };
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
