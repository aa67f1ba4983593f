package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Grants;
import io.penstock.console.access.Role;
import io.penstock.console.letter.TenantScope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Grants in requests and answers.
 *
 * @param role      what may be done
 * @param mayReveal whether redacted values may be looked at; absent is no
 * @param tenants   the only tenants whose jobs are seen; absent is all
 */
public record GrantsView(
        Role role, @Nullable Boolean mayReveal, @Nullable List<String> tenants) {
    private static final int MOST_TENANTS = 100;
    private static final int LONGEST_TENANT = 255;

    public GrantsView {
        if (tenants != null) {
            if (tenants.isEmpty() || tenants.size() > MOST_TENANTS) {
                throw new IllegalArgumentException("tenants: expected 1 to " + MOST_TENANTS);
            }
            tenants.forEach(GrantsView::check);
        }
    }

    private static void check(@Nullable String tenant) {
        if (tenant == null || tenant.isBlank() || tenant.length() > LONGEST_TENANT || tenant.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("tenants: expected 1 to " + LONGEST_TENANT + " characters each");
        }
    }

    static GrantsView of(Grants grants) {
        Set<String> tenants = grants.scope().tenants();
        return new GrantsView(
                grants.role(),
                grants.mayReveal(),
                tenants == null ? null : tenants.stream().sorted().toList());
    }

    /** For the audit log. */
    static JsonNode json(Grants grants) {
        return ApiJson.MAPPER.valueToTree(of(grants));
    }

    Grants grants() {
        return new Grants(
                role,
                Boolean.TRUE.equals(mayReveal),
                tenants == null ? TenantScope.ALL : new TenantScope(Set.copyOf(tenants)));
    }
}
