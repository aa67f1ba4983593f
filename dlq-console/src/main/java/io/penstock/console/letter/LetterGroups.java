package io.penstock.console.letter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Groups of dead letters that died of the same cause. Thread-safe. */
public final class LetterGroups {
    /** The largest page. */
    public static final int LARGEST_PAGE = 200;

    /** The longest note, in characters. */
    public static final int LONGEST_NOTE = 4_000;

    private final Jdbi jdbi;
    private final Clock clock;

    /** Reads from this database; the trend ends now, by this clock. */
    public LetterGroups(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Some groups, the one that was seen last first.
     *
     * @param groups those
     * @param next   where to go on, null if this was the end
     */
    public record Page(List<LetterGroup> groups, @Nullable String next) {

        /** Copies its arguments. */
        public Page {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A page of groups that have a dead letter in one of the filter's states. The filter's period means groups that were
     * seen in it; their counts are those of all their dead letters.
     *
     * @param scope  whose dead letters count
     * @param filter which groups
     * @param cursor {@link Page#next} of the page before, null for the first
     * @param limit  how many at most, from 1 to {@link #LARGEST_PAGE}
     * @throws IllegalArgumentException if cursor or limit are none
     */
    public Page page(TenantScope scope, LetterFilter filter, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit: expected 1 to " + LARGEST_PAGE + ", got " + limit);
        }
        Instant trendSince = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(23));
        return jdbi.withHandle(
                handle -> new GroupQuery(scope, filter, trendSince).page(handle, GroupCursor.parse(cursor), limit));
    }

    /** One group, empty if it has no dead letter inside the scope. */
    public Optional<LetterGroup> find(TenantScope scope, String fingerprint) {
        return page(scope, LetterFilter.ALL.ofGroup(fingerprint), null, 1).groups().stream()
                .findFirst();
    }

    /**
     * Writes a note for everybody who sees the group; an empty text removes it.
     *
     * @param text at most {@link #LONGEST_NOTE} characters
     * @return false if there is no such group inside the scope
     * @throws IllegalArgumentException if the text is too long
     */
    public boolean note(TenantScope scope, String fingerprint, String text, String by) {
        String note = Texts.storable(text).strip();
        if (note.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException(
                    "note: expected at most " + LONGEST_NOTE + " characters, got " + note.length());
        }
        if (find(scope, fingerprint).isEmpty()) {
            return false;
        }
        return jdbi.withHandle(handle -> handle.createUpdate("UPDATE letter_group SET note = :note, note_by = :by,"
                                + " note_at = :at WHERE fingerprint = :fingerprint")
                        .bind("note", note.isEmpty() ? null : note)
                        .bind("by", Texts.cut(by))
                        .bind("at", Rows.time(clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                        .bind("fingerprint", fingerprint)
                        .execute())
                == 1;
    }
}
