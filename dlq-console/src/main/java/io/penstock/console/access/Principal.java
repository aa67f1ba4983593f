package io.penstock.console.access;

import io.penstock.console.letter.TenantScope;
import org.jspecify.annotations.Nullable;

/**
 * Whoever makes a call.
 *
 * @param kind    a person or a token
 * @param id      the row's id of the user or the token
 * @param name    how the user or the token is called
 * @param grants  what was given
 * @param session the session that the call came with, null with a token
 */
public record Principal(
        Kind kind,
        long id,
        String name,
        Grants grants,
        @Nullable Session session) {

    /** What can make a call. */
    public enum Kind {
        USER,
        TOKEN
    }

    public TenantScope scope() {
        return grants.scope();
    }
}
