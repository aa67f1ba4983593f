package io.penstock.console.letter;

import org.jspecify.annotations.Nullable;

/**
 * Whose dead letters somebody may see and touch. Everything that reads or changes dead letters asks for it, so that
 * nobody forgets to.
 *
 * @param tenant the only tenant, null for all and for those that belong to none
 */
public record TenantScope(@Nullable String tenant) {
    /** No restriction. */
    public static final TenantScope ALL = new TenantScope(null);

    /** Restricted to one tenant. */
    public static TenantScope only(String tenant) {
        return new TenantScope(tenant);
    }

    /** Whether a dead letter of this tenant, null for none, is inside. */
    public boolean includes(@Nullable String other) {
        return tenant == null || tenant.equals(other);
    }
}
