package io.penstock.console.letter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose dead letters somebody may see and touch. Everything that reads or changes dead letters asks for it, so that
 * nobody forgets to.
 *
 * @param tenants the only tenants, null for all and for what belongs to none
 */
public record TenantScope(@Nullable Set<String> tenants) {
    /** No restriction. */
    public static final TenantScope ALL = new TenantScope(null);

    /** Copies its argument. */
    public TenantScope {
        tenants = tenants == null ? null : Set.copyOf(tenants);
    }

    /** Restricted to these tenants. */
    public static TenantScope only(String... tenants) {
        return new TenantScope(Set.of(tenants));
    }

    /** Whether a dead letter of this tenant, null for none, is inside. */
    public boolean includes(@Nullable String tenant) {
        return tenants == null || (tenant != null && tenants.contains(tenant));
    }

    /** Whether there is no restriction. */
    public boolean isEverything() {
        return tenants == null;
    }

    /** The tenants to ask for when a filter wants this one, null for any; null if they do not matter. */
    @Nullable
    List<String> within(@Nullable String wanted) {
        if (wanted != null) {
            return includes(wanted) ? List.of(wanted) : List.of();
        }
        return tenants == null ? null : tenants.stream().sorted().toList();
    }
}
