package io.penstock.console.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter of a replay.
 *
 * @param deadLetterId which
 * @param jobId        the job as it is published: one without an id has got one
 * @param queue        where it is published
 * @param state        what has become of it
 * @param reason       why it is ineligible or was returned, in a word; null otherwise
 * @param text         the same in a sentence
 * @param publishedAt  when the broker had it, null if it has not
 * @param endedAt      when its outcome was known, null if it is not
 * @param failedAs     the dead letter that it came back as, null if none is known
 */
public record ReplayItem(
        long deadLetterId,
        String jobId,
        String queue,
        ItemState state,
        @Nullable String reason,
        @Nullable String text,
        @Nullable Instant publishedAt,
        @Nullable Instant endedAt,
        @Nullable Long failedAs) {}
