package io.penstock.console.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a job, the oldest first.
 *
 * @param events   each once, however often it was told
 * @param complete false if there was no time to look through all that may have been told of it
 */
public record Timeline(List<Event> events, boolean complete) {

    /**
     * One event.
     *
     * @param id     the {@code ce_id}
     * @param type   the {@code ce_type}
     * @param at     when it happened
     * @param tenant null if the job has none
     * @param data   JSON, as it was told: nothing in it is redacted
     */
    public record Event(
            String id, String type, Instant at, @Nullable String tenant, String data) {}
}
