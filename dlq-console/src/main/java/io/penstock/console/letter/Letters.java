package io.penstock.console.letter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Finds dead letters. Every answer takes a limited time, however many there are. Thread-safe. */
public final class Letters {
    /** The largest page. */
    public static final int LARGEST_PAGE = 500;

    /** Up to which number dead letters are counted. */
    public static final int LARGEST_COUNT = 10_000;

    /** From here on times can be stored. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** Until here, exclusively. */
    static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** How many rows a page looks at when it has to check them one by one. */
    private static final int LOOKED_AT = 10_000;

    private final Jdbi jdbi;

    /** Reads from this database. */
    public Letters(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What one query found, and where the search stopped: null if it saw all. */
    private record Branch(
            List<DeadLetter> letters, @Nullable Cursor stop) {}

    /**
     * A page of dead letters, newest first.
     *
     * @param scope  whose
     * @param filter which
     * @param after  where the page before ended, null for the first
     * @param limit  how many at most, from 1 to {@link #LARGEST_PAGE}
     */
    public LetterPage page(TenantScope scope, LetterFilter filter, @Nullable Cursor after, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit: expected 1 to " + LARGEST_PAGE + ", got " + limit);
        }
        return jdbi.withHandle(handle -> page(handle, scope, filter, after, limit));
    }

    private static LetterPage page(
            Handle handle, TenantScope scope, LetterFilter filter, @Nullable Cursor after, int limit) {
        List<Branch> branches = new ArrayList<>();
        for (LetterQuery query : LetterQuery.of(scope, filter, after)) {
            branches.add(branch(handle, query, limit));
        }
        // Where the first of them stopped the others may have gone on; what they found there belongs to the next page.
        Cursor stop = branches.stream()
                .map(Branch::stop)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        List<DeadLetter> letters = branches.stream()
                .flatMap(branch -> branch.letters().stream())
                .filter(letter -> stop == null || cursorOf(letter).compareTo(stop) <= 0)
                .sorted(Comparator.comparing(Letters::cursorOf))
                .limit(limit)
                .toList();
        return new LetterPage(letters, letters.size() == limit ? cursorOf(letters.getLast()) : stop);
    }

    private static Branch branch(Handle handle, LetterQuery query, int limit) {
        List<DeadLetter> letters = query.bind(handle.createQuery(query.page(Rows.LETTER)))
                .bind("limit", limit)
                .bind("budget", LOOKED_AT)
                .map((row, context) -> Rows.letter(row))
                .list();
        if (letters.size() == limit) {
            return new Branch(letters, cursorOf(letters.getLast()));
        }
        return new Branch(letters, query.isChecked() ? lastLookedAt(handle, query, LOOKED_AT) : null);
    }

    private static @Nullable Cursor lastLookedAt(Handle handle, LetterQuery query, int budget) {
        return query.bind(handle.createQuery(query.lastLookedAt()))
                .bind("budget", budget)
                .map((row, context) -> new Cursor(Rows.instant(row, "died_at"), row.getLong("id")))
                .findOne()
                .orElse(null);
    }

    /** Where a page ends whose last dead letter this is. */
    public static Cursor cursorOf(DeadLetter letter) {
        return new Cursor(letter.death().at(), letter.id());
    }

    /** How many there are, counted up to {@link #LARGEST_COUNT}, or as far as can be looked at once. */
    public Count count(TenantScope scope, LetterFilter filter) {
        return jdbi.withHandle(handle -> {
            long count = 0;
            boolean exact = true;
            for (LetterQuery query : LetterQuery.of(scope, filter, null)) {
                count += query.bind(handle.createQuery("SELECT COUNT(*) FROM (" + query.page("id") + ") counted"))
                        .bind("limit", LARGEST_COUNT + 1)
                        .bind("budget", 2 * LOOKED_AT)
                        .mapTo(Long.class)
                        .one();
                exact &= !query.isChecked() || lastLookedAt(handle, query, 2 * LOOKED_AT) == null;
            }
            return count > LARGEST_COUNT ? new Count(LARGEST_COUNT, false) : new Count(count, exact);
        });
    }

    /** One of them, empty if there is none of this id inside the scope. */
    public Optional<DeadLetter> find(TenantScope scope, long id) {
        return find(scope, List.of(id)).stream().findFirst();
    }

    /** Those of these ids that are inside the scope, ascending. */
    public List<DeadLetter> find(TenantScope scope, Collection<Long> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT " + Rows.LETTER + " FROM dead_letter WHERE id = ANY(:ids) ORDER BY id")
                .bindArray("ids", Long.class, List.copyOf(ids))
                .map((row, context) -> Rows.letter(row))
                .filter(letter -> scope.includes(letter.job().tenant()))
                .list());
    }

    /** All dead letters of a job, the latest death first. */
    public List<DeadLetter> ofJob(TenantScope scope, String jobId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + Rows.LETTER
                        + " FROM dead_letter WHERE job_id = :job ORDER BY died_at DESC, id DESC")
                .bind("job", jobId)
                .map((row, context) -> Rows.letter(row))
                .filter(letter -> scope.includes(letter.job().tenant()))
                .list());
    }

    /** The message itself, empty if there is none of this id inside the scope. Nothing in it is redacted. */
    public Optional<LetterContent> content(TenantScope scope, long id) {
        return Optional.ofNullable(contents(scope, List.of(id)).get(id));
    }

    /** The messages of those of these ids that are inside the scope. Nothing in them is redacted. */
    public Map<Long, LetterContent> contents(TenantScope scope, Collection<Long> ids) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT c.dead_letter_id, c.properties, c.body, d.tenant"
                        + " FROM letter_content c JOIN dead_letter d ON d.id = c.dead_letter_id WHERE d.id = ANY(:ids)")
                .bindArray("ids", Long.class, List.copyOf(ids))
                .map((row, context) -> new Message(
                        row.getLong("dead_letter_id"),
                        row.getString("tenant"),
                        new LetterContent(Envelope.read(row.getBytes("properties")), row.getBytes("body"))))
                .stream()
                .filter(message -> scope.includes(message.tenant()))
                .collect(Collectors.toMap(Message::id, Message::content)));
    }

    private record Message(long id, @Nullable String tenant, LetterContent content) {}

    /**
     * All that a filter means, page by page, newest first; those that arrive meanwhile may be missing. Each page is a
     * query of its own: however long {@code each} takes, the database does not wait for it.
     *
     * @param limit how many a page has at most, from 1 to {@link #LARGEST_PAGE}
     */
    public void forEachPage(TenantScope scope, LetterFilter filter, int limit, Consumer<List<DeadLetter>> each) {
        Cursor after = null;
        do {
            LetterPage page = page(scope, filter, after, limit);
            if (!page.letters().isEmpty()) {
                each.accept(page.letters());
            }
            after = page.next();
        } while (after != null);
    }
}
