package io.penstock.console.schedule;

import io.penstock.client.EnqueueException;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Batcher;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is due. Claim, publish and record are one transaction:
 *
 * <p>lock the rows ─▶ decide ─▶ publish ─▶ wait for confirms ─▶ write what was published ─▶ commit
 *
 * <p>Other consoles pass by what is locked. If this process or its connection dies, the database gives up the locks and nothing is
 * recorded: the next console publishes again, under the same id. So a crash between confirm and commit is the one case in which a
 * job is there twice, and the ledger of the workers runs it once. Thread-safe.
 */
public final class Firing {
    static final int BATCH = 200;

    /** How many bytes of payloads are read at once, and one more payload at most. So many are published at once, too. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    /** How many jobs that run once are published in one transaction: their payloads fit into {@link #MOST_BYTES}. */
    private static final int ONCE_AT_ONCE = 60;

    /** How many people may run something by hand at once: each has a connection to the database while the broker is waited for. */
    private static final int BY_HAND_AT_ONCE = 2;

    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(1);

    /** How many rows PostgreSQL sends, and locks, ahead of those that are looked at. */
    private static final int ROWS_AHEAD = 20;

    private static final String CLAIM = "SELECT " + ScheduleRows.COLUMNS + " FROM schedule WHERE state = 'active'";

    private final Database database;
    private final Clock clock;
    private final Publication publication;
    private final BooleanSupplier allEndsAreHeard;
    private final StuckSchedules stuck = new StuckSchedules();
    /** However many are due at once, and however long the broker takes, one connection to the database is waiting for it. */
    private final Batcher<String, Boolean> wakeups = new Batcher<>(ONCE_AT_ONCE, this::fireOnce);

    private final Semaphore byHand = new Semaphore(BY_HAND_AT_ONCE, true);

    Firing(Database database, Clock clock, Publication publication, BooleanSupplier allEndsAreHeard) {
        this.database = database;
        this.clock = clock;
        this.publication = publication;
        this.allEndsAreHeard = allEndsAreHeard;
    }

    /**
     * What a sweep did.
     *
     * @param claimed how many schedules were taken that are due, up to {@link #BATCH}, and fewer if their payloads are large
     * @param brokerAway whether the broker took no more: those that were not published have their turn again
     */
    record Sweep(int claimed, boolean brokerAway) {}

    /** Publishes what is due by now, at most one batch. */
    Sweep sweep() {
        return database.jdbi().inTransaction(handle -> {
            giveUpLocksOfTheDead(handle);
            Instant now = now();
            List<Stored> due = handle.createQuery(
                            CLAIM + " AND fire_at <= :now ORDER BY fire_at LIMIT :limit FOR UPDATE SKIP LOCKED")
                    .bind("now", ScheduleRows.time(now))
                    .bind("limit", BATCH)
                    .setFetchSize(ROWS_AHEAD)
                    .map((row, context) -> ScheduleRows.tryRead(row))
                    .withIterator(Firing::asManyAsFit);
            return new Sweep(due.size(), fire(handle, due, now));
        });
    }

    private static List<Stored> asManyAsFit(Iterator<Stored> rows) {
        List<Stored> taken = new ArrayList<>();
        long bytes = 0;
        while (bytes < MOST_BYTES && rows.hasNext()) {
            Stored row = rows.next();
            taken.add(row);
            bytes += row instanceof Stored.Whole one ? one.schedule().payloadBytes() : 0;
        }
        return taken;
    }

    /** When something is due next, null if nothing is. */
    @Nullable
    Instant nextFire() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("SELECT MIN(fire_at) AS next FROM schedule WHERE state = 'active'")
                                .mapTo(OffsetDateTime.class)
                                .findOne()
                                .map(OffsetDateTime::toInstant)
                                .orElse(null));
    }

    /** Publishes a job that runs once, if it is due by now and nobody else is about to. */
    void fireOnce(String id) {
        var unused = wakeups.ask(id);
    }

    private List<Boolean> fireOnce(List<String> ids) {
        database.jdbi().useTransaction(handle -> {
            giveUpLocksOfTheDead(handle);
            Instant now = now();
            List<Stored> due = handle.createQuery(
                            CLAIM + " AND kind = 'once' AND id = ANY(:ids) AND due_at <= :now FOR UPDATE SKIP LOCKED")
                    .bindArray("ids", String.class, ids)
                    .bind("now", ScheduleRows.time(now))
                    .map((row, context) -> ScheduleRows.tryRead(row))
                    .list();
            var unused = fire(handle, due, now);
        });
        return Collections.nCopies(ids.size(), true);
    }

    /** PostgreSQL does not notice that a machine is gone; a transaction of ours lasts some seconds at most. */
    private void giveUpLocksOfTheDead(Handle handle) {
        if (database.dialect() == Dialect.POSTGRESQL) {
            handle.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'");
        }
    }

    private boolean fire(Handle handle, List<Stored> due, Instant now) {
        Decisions decisions = Decisions.of(due, now, allEndsAreHeard.getAsBoolean());
        List<Fired> fired = publication.publish(decisions.made());
        boolean away = Fired.brokerAway(fired);
        ScheduleProgress.write(handle, fired, now(), away);
        stuck.putOff(handle, decisions.impossible(), now());
        stuck.goOn(fired.stream().map(Fired::schedule).toList());
        return away;
    }

    /** How a wish to run a job now ended. */
    public sealed interface ByHand {
        /** It was published under this id. */
        record Published(String job) implements ByHand {}

        /** Nothing was published, and why. */
        record Refused(String why) implements ByHand {}

        /** The broker did not take it. */
        record Failed(EnqueueException why) implements ByHand {}

        /** There is no such schedule. */
        record Unknown() implements ByHand {}
    }

    /** Publishes a schedule's job now. One that runs once is done with that; what recurs goes on as planned. */
    ByHand runNow(TenantScope scope, String id) {
        if (!mayRunByHand()) {
            return new ByHand.Failed(new EnqueueException(
                    EnqueueException.Reason.BLOCKED, "others wait for the broker to take what they run by hand"));
        }
        try {
            return runAlone(scope, id);
        } finally {
            byHand.release();
        }
    }

    private boolean mayRunByHand() {
        try {
            return byHand.tryAcquire(WAIT_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ByHand runAlone(TenantScope scope, String id) {
        return database.jdbi().inTransaction(handle -> {
            giveUpLocksOfTheDead(handle);
            Optional<Schedule> found = Schedules.lock(handle, scope, id);
            return found.isEmpty() ? new ByHand.Unknown() : runNow(handle, found.get(), now());
        });
    }

    private ByHand runNow(Handle handle, Schedule schedule, Instant now) {
        if (schedule.plan().state() == Schedule.State.DONE) {
            return new ByHand.Refused("it ran already");
        }
        if (Turn.isBusy(schedule, now)) {
            return new ByHand.Refused("its last run has not ended, and it shall not overlap itself");
        }
        boolean once = schedule.definition().timing() instanceof Timing.Once;
        String job = once ? ScheduleId.onlyJob(schedule.id()) : ScheduleId.jobByHand(schedule.id(), now);
        try {
            publication.publish(schedule, job, now);
        } catch (CompletionException e) {
            if (e.getCause() instanceof EnqueueException refused) {
                return new ByHand.Failed(refused);
            }
            throw e;
        }
        Instant due = once ? null : schedule.plan().due();
        List<Fired> fired = new ArrayList<>();
        fired.add(new Fired(schedule, new Turn(List.of(now), 0, due), 1, job, null));
        ScheduleProgress.write(handle, fired, now(), false);
        return new ByHand.Published(job);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
