package io.penstock.console.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lists show of a dead letter. Instants are exact to the millisecond.
 *
 * @param id          the console's own number for it
 * @param job         the job that died
 * @param death       how it died
 * @param fingerprint which group it belongs to
 * @param status      what has become of it
 */
public record DeadLetter(long id, Job job, Death death, String fingerprint, Status status) {

    /**
     * A job as its producer named it. Texts are cut to 255 characters, the last of which is {@code …} then.
     *
     * @param id      empty if the producer gave none and the broker dead-lettered it before it was given one
     * @param queue   the queue that it died in, not the dead-letter queue
     * @param type    null if the producer gave none
     * @param tenant  null if it belongs to none
     * @param user    who hears of its end, null if nobody
     * @param attempt how often it had been tried, from 1
     * @param bytes   size of its payload
     */
    public record Job(
            String id,
            String queue,
            @Nullable String type,
            @Nullable String tenant,
            @Nullable String user,
            int attempt,
            int bytes) {}

    /**
     * How it died.
     *
     * @param at           when
     * @param reason       why, e.g. {@code attempts_exhausted}, {@code expired}
     * @param errorClass   null if the broker dead-lettered it
     * @param errorMessage null if there is none; what looks like a secret was masked when it was collected
     * @param worker       host, process and version, null if no worker did it
     */
    public record Death(
            Instant at,
            String reason,
            @Nullable String errorClass,
            @Nullable String errorMessage,
            @Nullable String worker) {}

    /**
     * What has become of it.
     *
     * @param state       where it is
     * @param collectedAt when it was read from the dead-letter queue
     * @param endedAt     when it was replayed, resolved or archived, null if it was not
     * @param replayId    the replay that had sent the job that died, null if none had
     * @param replayOf    the dead letter that was replayed and came back as this one, null if none did
     */
    public record Status(
            LetterState state,
            Instant collectedAt,
            @Nullable Instant endedAt,
            @Nullable String replayId,
            @Nullable Long replayOf) {}
}
