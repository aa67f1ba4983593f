package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Grants;
import io.penstock.console.access.Role;
import io.penstock.console.access.TenantScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grants in requests and answers.
 *
 * @param role      what may be done
 * @param mayReveal whether redacted values may be looked at; absent is no
 * @param tenants   whose jobs are seen; absent is everybody's
 */
public record GrantsView(
        Role role, @Nullable Boolean mayReveal, @Nullable List<String> tenants) {

    static GrantsView of(Grants grants) {
        var tenants = grants.scope().tenants();
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
        try {
            return new Grants(role, Boolean.TRUE.equals(mayReveal), TenantScope.of(tenants));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("tenants", String.valueOf(e.getMessage())));
        }
    }
}
