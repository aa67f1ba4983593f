package io.penstock.console.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in, by password or through the identity provider.
 *
 * @param id          the row's id
 * @param name        unique
 * @param grants      what was given
 * @param external    whether the identity provider says who it is and what was given, at each login
 * @param disabled    whether every call is refused
 * @param createdAt   since when
 * @param lastLoginAt null if never
 */
public record User(
        long id,
        String name,
        Grants grants,
        boolean external,
        boolean disabled,
        Instant createdAt,
        @Nullable Instant lastLoginAt) {}
