package io.penstock.console.access;

import io.penstock.console.letter.TenantScope;

/**
 * What a user or a token was given.
 *
 * @param role      what may be done
 * @param mayReveal whether values that are redacted otherwise may be looked at; no role includes this
 * @param scope     whose jobs are seen
 */
public record Grants(Role role, boolean mayReveal, TenantScope scope) {

    /** A role for everybody's jobs, without revealing. */
    public static Grants of(Role role) {
        return new Grants(role, false, TenantScope.ALL);
    }
}
