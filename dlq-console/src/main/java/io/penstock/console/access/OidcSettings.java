package io.penstock.console.access;

import java.net.URI;
import java.util.Map;

/**
 * Which identity provider says who somebody is, and how its words are read.
 *
 * @param issuer       the provider's issuer URL; what else there is to know is at its well-known address
 * @param clientId     how it calls the console
 * @param clientSecret empty for a public client
 * @param roleClaim    the claim that holds roles, {@code realm_access.roles} for one inside another
 * @param roles        our role, or {@code reveal}, by the provider's word for it
 * @param tenantsClaim the claim that holds the only tenants somebody sees; empty: everybody sees all
 */
public record OidcSettings(
        URI issuer,
        String clientId,
        String clientSecret,
        String roleClaim,
        Map<String, String> roles,
        String tenantsClaim) {

    public OidcSettings {
        roles = Map.copyOf(roles);
    }

    @Override
    public String toString() {
        return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
