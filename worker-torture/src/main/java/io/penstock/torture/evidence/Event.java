package io.penstock.torture.evidence;

import org.jspecify.annotations.Nullable;

/**
 * One event on Kafka or one notification on Redis.
 *
 * @param id the event's id; empty for a notification, which has none
 * @param job the job's id
 * @param end how the job ended; null if it has not ended with this
 * @param reason why it was dead-lettered, null if it was not
 * @param at when the job ended, epoch milliseconds
 */
public record Event(
        String id, String job, @Nullable End end, @Nullable String reason, long at) {

    /** How a job ends. */
    public enum End {
        COMPLETED,
        FAILED
    }
}
