package io.penstock.console.enqueue;

import io.penstock.console.store.Batcher;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The jobs that were enqueued under ids of their callers' own, for as long as somebody may send one again. Thread-safe. */
public final class KnownJobs {
    private static final int PRUNED_AT_ONCE = 5_000;
    /** Of calls with up to a thousand jobs each. */
    private static final int CALLS_AT_ONCE = 64;

    private final Database database;
    private final Duration kept;
    private final Clock clock;
    private final Batcher<Collection<String>, Map<String, String>> lookups = new Batcher<>(CALLS_AT_ONCE, this::lookUp);
    private final Batcher<Collection<JobOrder>, Integer> additions = new Batcher<>(CALLS_AT_ONCE, this::add);

    /** @param kept how long a job is remembered */
    public KnownJobs(Database database, Duration kept, Clock clock) {
        this.database = database;
        this.kept = kept;
        this.clock = clock;
    }

    /** The digests of those of these jobs that are known, by their keys. */
    Map<String, String> digests(Collection<String> jobs) {
        return jobs.isEmpty() ? Map.of() : lookups.ask(jobs);
    }

    /** One answer for all calls, as keys of one say nothing to another. */
    private List<Map<String, String>> lookUp(List<Collection<String>> calls) {
        List<String> jobs = calls.stream().flatMap(Collection::stream).toList();
        Map<String, String> found = database.jdbi().withHandle(handle -> digests(handle, jobs));
        return Collections.nCopies(calls.size(), found);
    }

    private static Map<String, String> digests(Handle handle, List<String> jobs) {
        Map<String, String> found = new HashMap<>();
        handle.createQuery("SELECT job, digest FROM enqueued_job WHERE job = ANY(:jobs)")
                .bindArray("jobs", String.class, jobs)
                .map((row, context) -> Map.entry(row.getString("job"), row.getString("digest")))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** Remembers jobs that the broker has; of two orders of one key the first is remembered. */
    void remember(Collection<JobOrder> orders) {
        if (!orders.isEmpty()) {
            var unused = additions.ask(orders);
        }
    }

    private List<Integer> add(List<Collection<JobOrder>> calls) {
        List<JobOrder> orders = calls.stream().flatMap(Collection::stream).toList();
        int[] rows = orders.size() == 1
                ? database.inStatement(handle -> insert(handle, orders))
                : database.inTransaction(handle -> insert(handle, orders));
        return Collections.nCopies(calls.size(), rows.length);
    }

    private int[] insert(Handle handle, Collection<JobOrder> orders) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO enqueued_job (job, digest, at) SELECT CAST(:job AS VARCHAR),"
                        + " CAST(:digest AS VARCHAR), CAST(:at AS TIMESTAMP(3) WITH TIME ZONE)"
                        + " WHERE NOT EXISTS (SELECT 1 FROM enqueued_job WHERE job = :job)");
        Instant now = now();
        orders.forEach(order -> batch.bind("job", order.key())
                .bind("digest", order.digest())
                .bind("at", now)
                .add());
        return batch.execute();
    }

    /** Forgets those that were enqueued longer ago than they are kept; returns how many. */
    public int prune() {
        int forgotten = 0;
        for (int some = pruneSome(); some > 0; some = pruneSome()) {
            forgotten += some;
        }
        return forgotten;
    }

    private int pruneSome() {
        return database.inTransaction(handle -> handle.execute(
                "DELETE FROM enqueued_job WHERE job IN (SELECT job FROM enqueued_job WHERE at < ? ORDER BY at LIMIT ?)",
                now().minus(kept),
                PRUNED_AT_ONCE));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
