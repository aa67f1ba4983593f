package io.penstock.console.letter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that died of the same cause. Counts are exact, and of the asking person's tenant alone if there is one.
 *
 * @param fingerprint what they have in common, as one word
 * @param cause       what they have in common
 * @param counts      how many are in each state
 * @param seen        when
 * @param note        what people know of it, null if nobody wrote anything
 */
public record LetterGroup(
        String fingerprint,
        Cause cause,
        Map<LetterState, Long> counts,
        Seen seen,
        @Nullable Note note) {

    /**
     * Why they died.
     *
     * @param queue      the queue that they died in
     * @param type       the job's type, null if the producers gave none
     * @param reason     why the latest died
     * @param errorClass null if the broker dead-lettered them
     * @param example    the message of the latest, null if there is none or the asking person sees one tenant only
     * @param frames     the normalised frames that the fingerprint was made of, outermost call last
     */
    public record Cause(
            String queue,
            @Nullable String type,
            String reason,
            @Nullable String errorClass,
            @Nullable String example,
            List<String> frames) {}

    /**
     * When they died, and where.
     *
     * @param first    the first that was ever seen
     * @param last     the latest
     * @param versions versions of the workers that dead-lettered them, the latest first
     * @param hourly   how many died in each of the last 24 hours, the oldest first
     */
    public record Seen(Instant first, Instant last, List<String> versions, List<Long> hourly) {}

    /**
     * What somebody wrote.
     *
     * @param text at most 4,000 characters
     * @param by   who
     * @param at   when
     */
    public record Note(String text, String by, Instant at) {}
}
