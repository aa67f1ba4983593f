package io.penstock.console.letter;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is null does not matter.
 *
 * @param facets  what is equal for all of them
 * @param since   the earliest that they died
 * @param until   the latest that they died
 * @param q       what their job id, error class or error message contains, in whatever case; payloads are not searched,
 *                as an answer would tell what redaction hides
 * @param states  in which states they are, empty for all
 */
public record LetterFilter(
        Facets facets,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String q,
        Set<LetterState> states) {
    /** All of them. */
    public static final LetterFilter ALL = new LetterFilter(Facets.NONE, null, null, null, Set.of());

    /** Copies its arguments. */
    public LetterFilter {
        states = Set.copyOf(states);
    }

    /** The same without a restriction of states, but for these. */
    public LetterFilter in(Set<LetterState> others) {
        return new LetterFilter(facets, since, until, q, others);
    }

    /** The same for one group. */
    public LetterFilter ofGroup(String fingerprint) {
        return new LetterFilter(facets.withFingerprint(fingerprint), since, until, q, states);
    }

    /**
     * What is equal for all that are meant; what is null does not matter.
     *
     * @param queue       the queue that they died in
     * @param type        the job's type
     * @param tenant      the job's tenant
     * @param error       the error's class, with or without its package
     * @param reason      why they died
     * @param fingerprint their group
     */
    public record Facets(
            @Nullable String queue,
            @Nullable String type,
            @Nullable String tenant,
            @Nullable String error,
            @Nullable String reason,
            @Nullable String fingerprint) {
        /** Nothing in common. */
        public static final Facets NONE = new Facets(null, null, null, null, null, null);

        /** The same for one group. */
        public Facets withFingerprint(String group) {
            return new Facets(queue, type, tenant, error, reason, group);
        }
    }
}
