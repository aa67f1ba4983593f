package io.penstock.console.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that a program calls with. The secret itself is known to its holder alone.
 *
 * @param id         the row's id
 * @param name       what it is for; unique among those that are not revoked
 * @param grants     what was given
 * @param createdAt  since when
 * @param expiresAt  until when, null for ever
 * @param lastUsedAt exact to the minute, null if never
 * @param revokedAt  null if it is good
 */
public record ApiToken(
        long id,
        String name,
        Grants grants,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {}
