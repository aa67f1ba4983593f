package io.penstock.console.access;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose jobs somebody sees: everybody's, or those of some tenants. Whoever is limited to tenants does not see jobs without
 * a tenant.
 *
 * @param tenants the tenants, at least one; null for no limit
 */
public record TenantScope(@Nullable Set<String> tenants) {

    /** No limit. */
    public static final TenantScope EVERYTHING = new TenantScope(null);

    public TenantScope {
        if (tenants != null) {
            if (tenants.isEmpty() || tenants.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("tenants: expected at least one, none blank");
            }
            tenants = Set.copyOf(tenants);
        }
    }

    /** The given tenants; null for no limit. */
    public static TenantScope of(@Nullable Collection<String> tenants) {
        return tenants == null ? EVERYTHING : new TenantScope(new TreeSet<>(tenants));
    }

    /** True if jobs of this tenant are within the scope; null is a job without a tenant. */
    public boolean includes(@Nullable String tenant) {
        return tenants == null || (tenant != null && tenants.contains(tenant));
    }

    public boolean isEverything() {
        return tenants == null;
    }
}
