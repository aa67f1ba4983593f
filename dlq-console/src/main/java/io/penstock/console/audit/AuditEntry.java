package io.penstock.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log.
 *
 * @param id        ascending
 * @param at        when it began
 * @param actor     who
 * @param action    what, e.g. {@code dead_letters.archive}
 * @param outcome   how it ended
 * @param target    what it was done to, e.g. {@code dead_letter 42}; null if to nothing in particular
 * @param requestId the call's id, which its answer bears as well
 * @param details   a JSON object: reason, counts, why it was refused; never a secret or a payload
 */
public record AuditEntry(
        long id,
        Instant at,
        Actor actor,
        String action,
        Outcome outcome,
        @Nullable String target,
        String requestId,
        JsonNode details) {}
