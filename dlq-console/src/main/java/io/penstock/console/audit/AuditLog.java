package io.penstock.console.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.job.Json;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The audit log. An action's entry is in the database before the action begins, so that none happens without one, and gets its
 * outcome afterwards; then it is one line of JSON on standard output. {@link AuditRelay} brings it to Kafka from the database.
 * Safe for use by many threads.
 */
public final class AuditLog implements AutoCloseable {
    static final String COLUMNS =
            "id, at, actor_kind, actor_id, actor_name, address, action, outcome, target, request_id, details";

    private final Jdbi jdbi;
    private final Clock clock;
    private final PrintStream lines;
    private final boolean told;
    private final AuditBacklog backlog = new AuditBacklog(this::store);

    /**
     * @param lines    where each entry goes as a line of JSON
     * @param forKafka whether entries wait for the relay to Kafka
     */
    public AuditLog(Jdbi jdbi, Clock clock, PrintStream lines, boolean forKafka) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.lines = lines;
        this.told = !forKafka;
    }

    /** Stores that an action begins; returns the id of its entry. */
    public long begin(Act act) {
        return jdbi.withHandle(handle -> AuditRow.insert(handle, List.of(new AuditRow(act, Outcome.BEGUN, now())), told)
                .getFirst());
    }

    /** Stores how an action ended. */
    public void end(long id, Act act, Outcome outcome) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE audit_entry SET outcome = :outcome, target = :target,"
                        + " details = :details WHERE id = :id")
                .bind("outcome", outcome.name())
                .bind("target", act.target())
                .bind("details", AuditJson.text(act.details()))
                .bind("id", id)
                .execute());
        byId(id).ifPresent(this::print);
    }

    /** Stores what is over already: a refusal, or what needs no announcement. */
    public void record(Act act, Outcome outcome) {
        store(List.of(new AuditRow(act, outcome, now())));
    }

    /** The same, a moment later and together with others: for what is done some hundred times a second. */
    public void recordSoon(Act act, Outcome outcome) {
        AuditRow row = new AuditRow(act, outcome, now());
        if (!backlog.take(row)) {
            store(List.of(row));
        }
    }

    private void store(List<AuditRow> rows) {
        List<Long> ids = jdbi.inTransaction(handle -> AuditRow.insert(handle, rows, told));
        for (int i = 0; i < ids.size(); i++) {
            print(rows.get(i).entry(ids.get(i)));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void print(AuditEntry entry) {
        lines.println(AuditJson.text(AuditJson.of(entry)));
    }

    /** The entry with this id. */
    public Optional<AuditEntry> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM audit_entry WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /** The last time that an action was done to this target. */
    Optional<AuditEntry> lastDone(String action, String target) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM audit_entry WHERE action = :action"
                                + " AND target = :target AND outcome = :outcome ORDER BY id DESC LIMIT 1")
                        .bind("action", action)
                        .bind("target", target)
                        .bind("outcome", Outcome.DONE.name())
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /**
     * Entries that are wanted, the newest first.
     *
     * @param before only those with a lower id: where the last page ended; null for the first page
     * @param limit  how many at most, from 1
     */
    public List<AuditEntry> page(AuditFilter filter, @Nullable Long before, int limit) {
        return jdbi.withHandle(handle -> query(handle, filter, before, limit));
    }

    private static List<AuditEntry> query(Handle handle, AuditFilter filter, @Nullable Long before, int limit) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM audit_entry WHERE 1 = 1");
        add(sql, filter.actor(), " AND actor_name = :actor");
        add(sql, filter.action(), " AND action = :action");
        add(sql, filter.outcome(), " AND outcome = :outcome");
        add(sql, filter.since(), " AND at >= :since");
        add(sql, filter.until(), " AND at < :until");
        add(sql, before, " AND id < :before");
        var query =
                handle.createQuery(sql.append(" ORDER BY id DESC LIMIT :limit")).bind("limit", limit);
        bind(query, "actor", filter.actor());
        bind(query, "action", filter.action());
        bind(
                query,
                "outcome",
                filter.outcome() == null ? null : filter.outcome().name());
        bind(query, "since", filter.since());
        bind(query, "until", filter.until());
        bind(query, "before", before);
        return query.map((row, context) -> read(row)).list();
    }

    private static void add(StringBuilder sql, @Nullable Object value, String condition) {
        if (value != null) {
            sql.append(condition);
        }
    }

    private static void bind(Query query, String name, @Nullable Object value) {
        if (value != null) {
            query.bind(name, value);
        }
    }

    static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                instant(row),
                new Actor(
                        row.getString("actor_kind"),
                        row.getString("actor_id"),
                        row.getString("actor_name"),
                        row.getString("address")),
                row.getString("action"),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("target"),
                row.getString("request_id"),
                json(row.getString("details")));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getTimestamp("at").toInstant();
    }

    private static JsonNode json(String text) {
        try {
            return Json.EVENTS.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column details: expected a JSON object", e);
        }
    }

    /** Stores what was to be stored soon. */
    @Override
    public void close() {
        backlog.close();
    }
}
