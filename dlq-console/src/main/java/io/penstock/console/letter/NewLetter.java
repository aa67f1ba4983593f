package io.penstock.console.letter;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter that was just read from the broker.
 *
 * @param naturalKey  the same for the same dead letter delivered twice, at most 64 characters
 * @param job         the job that died
 * @param death       how it died
 * @param fingerprint which group it belongs to
 * @param replayId    the replay that had sent the job, null if none had
 * @param content     the message itself
 */
public record NewLetter(
        String naturalKey,
        DeadLetter.Job job,
        DeadLetter.Death death,
        Fingerprint fingerprint,
        @Nullable String replayId,
        LetterContent content) {}
