package io.penstock.console.replay;

import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Makes plans: which dead letters a replay is about is written down once, page by page, and does not change afterwards.
 * Nothing is published and no dead letter changes. Thread-safe.
 */
public final class Planner {
    /** The largest plan. */
    public static final int MOST_ITEMS = 500_000;

    private static final int AT_ONCE = Letters.LARGEST_PAGE;
    private static final Set<LetterState> UNLESS_SAID = Set.of(LetterState.OPEN, LetterState.REPLAYING);

    private final Database database;
    private final Letters letters;
    private final Replays replays;
    private final Destinations destinations;
    private final Clock clock;

    /** Plans for this database and these queues. */
    public Planner(Database database, Destinations destinations, Clock clock) {
        this.database = database;
        this.letters = new Letters(database.jdbi());
        this.replays = new Replays(database.jdbi());
        this.destinations = destinations;
        this.clock = clock;
    }

    /** Which dead letters are meant. */
    public sealed interface Selection {
        /** These, which may not exist. */
        record Ids(List<Long> ids) implements Selection {}

        /** All that the filter means now; without states those that are open or replaying. */
        record Filter(LetterFilter filter) implements Selection {}
    }

    /** What came of planning. */
    public sealed interface Result {
        /** A plan. */
        record Planned(Replay replay) implements Result {}

        /** Nothing was selected. */
        record Nothing() implements Result {}

        /** More than {@link #MOST_ITEMS} were selected. */
        record TooMany() implements Result {}
    }

    /**
     * Makes a plan.
     *
     * @param scope whose dead letters may be selected; others are unknown
     * @param by    who wants it
     */
    public Result plan(TenantScope scope, Selection selection, ReplaySettings settings, String by, String reason) {
        var origin = new Replay.Origin(by, reason, clock.instant(), scope);
        var replay = new Replay(
                ReplayIds.replay(),
                Replay.Kind.REPLAY,
                origin,
                settings,
                new Replay.Progress(ReplayState.PLANNING, null, null, null),
                List.of());
        database.inTransaction(handle -> insert(handle, replay));
        var page = new PlanPage(replay, destinations);
        try {
            switch (selection) {
                case Selection.Ids ids -> take(page, ids.ids());
                case Selection.Filter filter -> take(page, filter.filter());
            }
        } catch (TooManyItems e) {
            drop(replay.id());
            return new Result.TooMany();
        }
        return finish(replay, page);
    }

    private Result finish(Replay replay, PlanPage page) {
        if (page.added() == 0) {
            drop(replay.id());
            return new Result.Nothing();
        }
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE replay SET state = 'planned', warnings = :warnings WHERE id = :id")
                        .bind("warnings", ReplayRows.json(page.warnings()))
                        .bind("id", replay.id())
                        .execute());
        return new Result.Planned(replays.find(TenantScope.ALL, replay.id()).orElseThrow());
    }

    /** Also for a plan of one edited job, which is made in another transaction. */
    static int insert(Handle handle, Replay replay) {
        ReplaySettings settings = replay.settings();
        return handle.createUpdate("""
                        INSERT INTO replay (id, kind, state, reason, created_by, created_at, tenants, rate, canary, canary_wait,
                            stop_above, target_queue, by_events, warnings, reserved_to, canary_over, past_failed, past_known)
                        VALUES (:id, :kind, :state, :reason, :by, :at, :tenants, :rate, :canary, :canaryWait,
                            :stopAbove, :targetQueue, :byEvents, '[]', 0, FALSE, 0, 0)""")
                .bind("id", replay.id())
                .bind("kind", replay.kind().word())
                .bind("state", replay.progress().state().word())
                .bind("reason", replay.origin().reason())
                .bind("by", replay.origin().by())
                .bind("at", replay.origin().at())
                .bind("tenants", ReplayRows.json(replay.origin().scope()))
                .bind("rate", settings.rate())
                .bind("canary", settings.canary())
                .bind("canaryWait", settings.canaryWait())
                .bind("stopAbove", settings.stopAbove())
                .bind("targetQueue", settings.targetQueue())
                .bind("byEvents", settings.byEvents())
                .execute();
    }

    private void take(PlanPage page, LetterFilter filter) {
        LetterFilter meant = filter.states().isEmpty() ? filter.in(UNLESS_SAID) : filter;
        letters.forEachPage(page.scope(), meant, AT_ONCE, found -> add(page, found));
    }

    /** The newest first, as a filter finds them: of two dead letters of one job the newer is taken. */
    private void take(PlanPage page, List<Long> ids) {
        List<Long> wanted = List.copyOf(new TreeSet<>(ids).descendingSet());
        for (int i = 0; i < wanted.size(); i += AT_ONCE) {
            List<Long> some = wanted.subList(i, Math.min(wanted.size(), i + AT_ONCE));
            List<DeadLetter> found = letters.find(page.scope(), some).reversed();
            add(page, found);
            Set<Long> unknown = new HashSet<>(some);
            found.forEach(letter -> unknown.remove(letter.id()));
            if (!unknown.isEmpty()) {
                page.count(database.inTransaction(handle -> page.addUnknown(handle, unknown)));
            }
        }
    }

    private void add(PlanPage page, List<DeadLetter> found) {
        if (page.added() + found.size() > MOST_ITEMS) {
            throw new TooManyItems();
        }
        if (!found.isEmpty()) {
            page.look(found);
            page.count(database.inTransaction(handle -> page.add(handle, found)));
        }
    }

    private void drop(String id) {
        replays.delete(id);
    }

    /** Ends paging; never leaves this class. */
    private static final class TooManyItems extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyItems() {
            super(null, null, false, false);
        }
    }
}
