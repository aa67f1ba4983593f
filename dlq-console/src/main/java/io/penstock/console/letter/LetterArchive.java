package io.penstock.console.letter;

import io.penstock.console.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Puts dead letters away that nobody will do anything about, and takes them back. Thread-safe. */
public final class LetterArchive {
    private static final int AT_ONCE = Letters.LARGEST_PAGE;

    private final Database database;
    private final Letters letters;
    private final LetterStates states;
    private final Clock clock;

    /** Works on this database; retention counts from this clock's time. */
    public LetterArchive(Database database, Clock clock) {
        this.database = database;
        this.letters = new Letters(database.jdbi());
        this.states = new LetterStates();
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param moved   how many were moved
     * @param refused which of the ids that were named were not, and why; none are named for a filter
     */
    public record Result(int moved, List<Refusal> refused) {

        /** Copies its arguments. */
        public Result {
            refused = List.copyOf(refused);
        }
    }

    /**
     * One that was not moved.
     *
     * @param id  which
     * @param why a sentence for people
     */
    public record Refusal(long id, String why) {}

    /** Archives open dead letters by their ids. */
    public Result archive(TenantScope scope, Collection<Long> ids) {
        return move(scope, ids, LetterState.OPEN, LetterState.ARCHIVED);
    }

    /** Archives open dead letters by a filter, whose states do not matter. It may stop half-way if the database fails. */
    public Result archive(TenantScope scope, LetterFilter filter) {
        return move(scope, filter, LetterState.OPEN, LetterState.ARCHIVED);
    }

    /** Makes archived dead letters open again by their ids. */
    public Result restore(TenantScope scope, Collection<Long> ids) {
        return move(scope, ids, LetterState.ARCHIVED, LetterState.OPEN);
    }

    /** Makes archived dead letters open again by a filter, whose states do not matter. */
    public Result restore(TenantScope scope, LetterFilter filter) {
        return move(scope, filter, LetterState.ARCHIVED, LetterState.OPEN);
    }

    private Result move(TenantScope scope, LetterFilter filter, LetterState from, LetterState to) {
        int[] moved = {0};
        letters.forEachPage(scope, filter.in(Set.of(from)), AT_ONCE, page -> {
            List<Long> ids = page.stream().map(DeadLetter::id).toList();
            moved[0] += moved(ids, from, to).size();
        });
        return new Result(moved[0], List.of());
    }

    private Result move(TenantScope scope, Collection<Long> ids, LetterState from, LetterState to) {
        List<Long> wanted = List.copyOf(new TreeSet<>(ids));
        List<Refusal> refused = new ArrayList<>();
        int moved = 0;
        for (int i = 0; i < wanted.size(); i += AT_ONCE) {
            List<Long> some = wanted.subList(i, Math.min(wanted.size(), i + AT_ONCE));
            List<DeadLetter> known = letters.find(scope, some);
            List<Long> done = moved(known.stream().map(DeadLetter::id).toList(), from, to);
            moved += done.size();
            refused.addAll(refusals(some, known, new HashSet<>(done), from));
        }
        return new Result(moved, refused);
    }

    private List<Long> moved(List<Long> ids, LetterState from, LetterState to) {
        return database.inTransaction(handle -> states.move(handle, ids, Set.of(from), to, clock.instant()));
    }

    private static List<Refusal> refusals(
            List<Long> wanted, List<DeadLetter> known, Set<Long> done, LetterState expected) {
        Set<Long> ids = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        for (DeadLetter letter : known) {
            ids.add(letter.id());
            if (!done.contains(letter.id())) {
                refusals.add(new Refusal(
                        letter.id(),
                        "it is " + letter.status().state().word() + ", and only what is " + expected.word()
                                + " can be moved"));
            }
        }
        wanted.stream()
                .filter(id -> !ids.contains(id))
                .map(LetterArchive::unknown)
                .forEach(refusals::add);
        return refusals;
    }

    private static Refusal unknown(long id) {
        return new Refusal(id, "there is no such dead letter");
    }
}
