package io.penstock.console.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null is no limit.
 *
 * @param actor   the actor's name
 * @param action  the action's name
 * @param outcome how it ended
 * @param since   from this moment on
 * @param until   before this moment
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable Outcome outcome,
        @Nullable Instant since,
        @Nullable Instant until) {}
