package io.penstock.console.schedule;

import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The schedules in the database, and every change of them but those that running brings about. Thread-safe. */
public final class Schedules {
    /** The largest page. */
    public static final int LARGEST_PAGE = 500;

    private final Database database;
    private final Clock clock;

    /** Reads and writes this database. */
    public Schedules(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How a wish ended. */
    public sealed interface Change {
        /**
         * It was done.
         *
         * @param before   the schedule as it was found, while nobody else could change it
         * @param schedule the schedule as it is now, or was last
         */
        record Done(Schedule before, Schedule schedule) implements Change {}

        /** Nothing was changed, and why. */
        record Refused(String why) implements Change {}

        /** There is none of this id inside the scope. */
        record Unknown() implements Change {}
    }

    /** Stores a new schedule; empty if there is one of this name. */
    public Optional<Schedule> create(Definition definition, Schedule.Keeper keeper, String createdBy) {
        return database.inTransaction(handle -> create(handle, definition, keeper, createdBy));
    }

    Optional<Schedule> create(Handle handle, Definition definition, Schedule.Keeper keeper, String createdBy) {
        Instant now = now();
        if (definition.name() != null && named(handle, nameKey(definition)).isPresent()) {
            return Optional.empty();
        }
        Instant due = firstDue(definition.timing(), now);
        Schedule schedule = new Schedule(
                ScheduleId.next(now),
                definition,
                new Schedule.Origin(keeper, createdBy, now),
                new Schedule.Plan(Schedule.State.ACTIVE, due, 1),
                new Schedule.History(null, null, 0, 0, null));
        ScheduleWriter.insert(handle, schedule, definition.name() == null ? null : nameKey(definition));
        return Optional.of(schedule);
    }

    /** A job that runs once runs late rather than never; one that recurs begins with the next time. */
    static Instant firstDue(Timing timing, Instant now) {
        return switch (timing) {
            case Timing.Once once -> once.at();
            // a time that is now counts: who says "every minute from now on" means now, too
            case Timing.Every every -> every.next(now.minusMillis(1)).orElseThrow();
            case Timing.Cron cron -> cron.next(now.minusMillis(1)).orElseThrow();
        };
    }

    /** A name contains no slash, so the last one tells them apart. */
    private static String nameKey(Definition definition) {
        String tenant = definition.job().owner().tenant();
        return (tenant == null ? "" : tenant) + "/" + definition.name();
    }

    private static Optional<String> named(Handle handle, String key) {
        return handle.createQuery("SELECT id FROM schedule WHERE name_key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    /** The one of this name and tenant, which nobody else changes until the transaction ends. */
    static Optional<Schedule> lockNamed(Handle handle, Definition definition) {
        return named(handle, nameKey(definition)).flatMap(id -> lock(handle, TenantScope.ALL, id));
    }

    /** One of them, empty if there is none of this id inside the scope. */
    public Optional<Schedule> find(TenantScope scope, String id) {
        return database.jdbi().withHandle(handle -> find(handle, scope, id, ""));
    }

    /** One of them, which nobody else changes until the transaction ends. */
    static Optional<Schedule> lock(Handle handle, TenantScope scope, String id) {
        return find(handle, scope, id, " FOR UPDATE");
    }

    private static Optional<Schedule> find(Handle handle, TenantScope scope, String id, String lock) {
        return handle.createQuery("SELECT " + ScheduleRows.COLUMNS + " FROM schedule WHERE id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> ScheduleRows.read(row))
                .filter(schedule ->
                        scope.includes(schedule.definition().job().owner().tenant()))
                .findOne();
    }

    /** Those that wait for their runs' ends, whatever may tell them. */
    static int waitingForEnds(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM schedule WHERE overlap = 'skip' AND state <> 'done'")
                .mapTo(Integer.class)
                .one();
    }

    static int keptByFile(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM schedule WHERE keeper = 'file'")
                .mapTo(Integer.class)
                .one();
    }

    /**
     * All that the file of schedules keeps. Until the transaction ends nobody else changes them, and what was just being published
     * of them is in what is read.
     */
    static List<Stored> lockThoseOfFile(Handle handle) {
        return handle.createQuery("SELECT " + ScheduleRows.COLUMNS
                        + " FROM schedule WHERE keeper = 'file' ORDER BY id FOR UPDATE")
                .map((row, context) -> ScheduleRows.tryRead(row))
                .list();
    }

    /**
     * Gives a schedule another definition; its name and its tenant stay.
     *
     * @param change makes the new definition of the one that is stored by then, so that of two changes at once neither is lost; it
     *     may be called again. What it throws is passed on, and nothing is changed
     */
    public Change change(TenantScope scope, String id, UnaryOperator<Definition> change) {
        return unlessKept(scope, id, (handle, schedule) -> {
            if (schedule.plan().state() == Schedule.State.DONE) {
                return new Change.Refused("it ran already");
            }
            redefine(handle, schedule, change.apply(schedule.definition()));
            return done(handle, schedule);
        });
    }

    void redefine(Handle handle, Schedule schedule, Definition definition) {
        boolean sameTiming = schedule.definition().timing().equals(definition.timing());
        Instant kept = schedule.plan().due();
        Instant due = sameTiming && kept != null ? kept : firstDue(definition.timing(), now());
        ScheduleWriter.redefine(handle, schedule, definition, due);
    }

    /** Deletes a schedule: what is not published by then never is. One that ran is deleted a week later. */
    public Change cancel(TenantScope scope, String id) {
        return unlessKept(scope, id, (handle, schedule) -> {
            if (schedule.plan().state() == Schedule.State.DONE) {
                return new Change.Refused("it ran already");
            }
            ScheduleWriter.delete(handle, schedule.id());
            return new Change.Done(schedule, schedule);
        });
    }

    /** Pauses a schedule. Also those of the file, as operators must be able to stop what does harm. */
    public Change pause(TenantScope scope, String id) {
        return within(scope, id, (handle, schedule) -> {
            if (schedule.plan().state() == Schedule.State.DONE) {
                return new Change.Refused("it ran already");
            }
            handle.createUpdate("UPDATE schedule SET state = 'paused', revision = revision + 1 WHERE id = :id")
                    .bind("id", id)
                    .execute();
            return done(handle, schedule);
        });
    }

    /** Lets a schedule go on. What recurs begins with its next time: a pause is no outage, and nothing is caught up with. */
    public Change resume(TenantScope scope, String id) {
        return within(scope, id, (handle, schedule) -> {
            if (schedule.plan().state() != Schedule.State.PAUSED) {
                return new Change.Refused("it is not paused");
            }
            ScheduleWriter.activate(handle, schedule, dueIfResumed(schedule));
            return done(handle, schedule);
        });
    }

    Instant dueIfResumed(Schedule schedule) {
        return firstDue(schedule.definition().timing(), now());
    }

    @FunctionalInterface
    private interface Work {
        Change on(Handle handle, Schedule schedule);
    }

    private Change unlessKept(TenantScope scope, String id, Work work) {
        return within(
                scope,
                id,
                (handle, schedule) -> schedule.isOfFile()
                        ? new Change.Refused("the file of schedules says what becomes of it: change it there")
                        : work.on(handle, schedule));
    }

    private Change within(TenantScope scope, String id, Work work) {
        return database.inTransaction(handle -> lock(handle, scope, id)
                .map(schedule -> work.on(handle, schedule))
                .orElseGet(Change.Unknown::new));
    }

    private static Change done(Handle handle, Schedule before) {
        return new Change.Done(
                before, find(handle, TenantScope.ALL, before.id(), "").orElseThrow());
    }

    /**
     * A page, in the order in which they were created. Their payloads are left out.
     *
     * @param after the last id of the page before, null for the first
     * @param limit how many at most, from 1 to {@link #LARGEST_PAGE}
     */
    public SchedulePage page(TenantScope scope, ScheduleFilter filter, @Nullable String after, int limit) {
        List<Stored> rows = database.jdbi()
                .withHandle(handle -> filter.query(handle, scope, after)
                        .bind("limit", limit)
                        .map((row, context) -> ScheduleRows.tryRead(row))
                        .list());
        return SchedulePage.of(rows, limit);
    }

    /** Deletes what ran once and is done for longer than this; returns how many. */
    public int forgetDone(Instant before) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createUpdate("DELETE FROM schedule WHERE state = 'done' AND last_at < :before")
                                .bind("before", ScheduleRows.time(before))
                                .execute());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
