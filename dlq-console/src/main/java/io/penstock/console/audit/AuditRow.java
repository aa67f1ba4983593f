package io.penstock.console.audit;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** An entry that is about to be stored. */
record AuditRow(Act act, Outcome outcome, Instant at) {
    private static final String INSERT =
            "INSERT INTO audit_entry (at, actor_kind, actor_id, actor_name, address, action,"
                    + " outcome, target, request_id, details, told) VALUES (:at, :kind, :actor, :name, :address, :action, :outcome,"
                    + " :target, :request, :details, :told)";

    /** Stores some; returns their ids in the same order. */
    static List<Long> insert(Handle handle, List<AuditRow> rows, boolean told) {
        PreparedBatch batch = handle.prepareBatch(INSERT);
        rows.forEach(row -> row.bind(batch).bind("told", told).add());
        return batch.executePreparedBatch("id").mapTo(Long.class).list();
    }

    private PreparedBatch bind(PreparedBatch batch) {
        Actor actor = act.actor();
        return batch.bind("at", at)
                .bind("kind", actor.kind())
                .bind("actor", actor.id())
                .bind("name", actor.name())
                .bind("address", actor.address())
                .bind("action", act.action())
                .bind("outcome", outcome.name())
                .bind("target", act.target())
                .bind("request", act.requestId())
                .bind("details", AuditJson.text(act.details()));
    }

    AuditEntry entry(long id) {
        return new AuditEntry(id, at, act.actor(), act.action(), outcome, act.target(), act.requestId(), act.details());
    }
}
