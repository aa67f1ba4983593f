package io.penstock.console.enqueue;

import io.penstock.console.store.Batcher;
import io.penstock.console.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jobs that were enqueued under ids of their callers' own, for as long as somebody may send one again. Thread-safe. */
public final class KnownJobs {
    private static final int PRUNED_AT_ONCE = 5_000;
    /** Of calls with up to a thousand jobs each. */
    private static final int CALLS_AT_ONCE = 64;

    private static final String INSERT = "INSERT INTO enqueued_job (job, digest, at) SELECT CAST(? AS VARCHAR),"
            + " CAST(? AS VARCHAR), CAST(? AS TIMESTAMP(3) WITH TIME ZONE)"
            + " WHERE NOT EXISTS (SELECT 1 FROM enqueued_job WHERE job = ?)";

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
        Map<String, String> found = database.inStatement(connection -> digests(connection, jobs));
        return Collections.nCopies(calls.size(), found);
    }

    private static Map<String, String> digests(Connection connection, List<String> jobs) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT job, digest FROM enqueued_job WHERE job = ANY(?)")) {
            query.setArray(1, connection.createArrayOf("varchar", jobs.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                }
            }
        }
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
        if (orders.size() == 1) {
            database.inStatement(connection -> insert(connection, orders));
        } else {
            database.inPlainTransaction(connection -> insert(connection, orders));
        }
        return Collections.nCopies(calls.size(), orders.size());
    }

    private int insert(Connection connection, List<JobOrder> orders) throws SQLException {
        OffsetDateTime now = now().atOffset(ZoneOffset.UTC);
        try (PreparedStatement insertion = connection.prepareStatement(INSERT)) {
            for (JobOrder order : orders) {
                insertion.setString(1, order.key());
                insertion.setString(2, order.digest());
                insertion.setObject(3, now);
                insertion.setString(4, order.key());
                insertion.addBatch();
            }
            return insertion.executeBatch().length;
        }
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
