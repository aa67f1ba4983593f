package io.penstock.console.access;

import io.penstock.console.letter.TenantScope;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider's claims mean here. Pure. */
final class OidcClaims {
    private static final String REVEAL = "reveal";

    private OidcClaims() {}

    /** What was given: the highest role that is named; empty if none is, or if tenants should be named and are not. */
    static Optional<Grants> grants(Map<String, Object> claims, OidcSettings settings) {
        Set<String> words = new HashSet<>();
        texts(claims, settings.roleClaim()).forEach(word -> words.add(ours(word, settings.roles())));
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(one -> words.contains(one.name().toLowerCase(Locale.ROOT)))
                .reduce((lower, higher) -> higher);
        List<String> tenants = texts(claims, settings.tenantsClaim());
        if (settings.tenantsClaim().isEmpty()) {
            return role.map(one -> new Grants(one, words.contains(REVEAL), TenantScope.ALL));
        }
        return tenants.isEmpty()
                ? Optional.empty()
                : role.map(one -> new Grants(one, words.contains(REVEAL), new TenantScope(Set.copyOf(tenants))));
    }

    /** Without a table the provider's words are ours. */
    private static String ours(String word, Map<String, String> roles) {
        return roles.isEmpty() ? word : roles.getOrDefault(word, "");
    }

    /** The texts of a claim, which may be one or many, and inside of others. */
    static List<String> texts(Map<String, Object> claims, String path) {
        Object value = claims.get(path);
        if (value == null) {
            value = claims;
            for (String step : path.split("\\.", -1)) {
                value = value instanceof Map<?, ?> inside ? inside.get(step) : null;
            }
        }
        return texts(value);
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof Collection<?> many
                ? many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
