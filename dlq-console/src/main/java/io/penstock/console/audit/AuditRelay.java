package io.penstock.console.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.Sink;
import io.penstock.internal.job.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings entries from the database to Kafka, the oldest first: the table is the spool, so that an entry waits there however long
 * Kafka is away and whatever ends the console. A crash between delivery and mark delivers an entry again under the same id; so may
 * two consoles on one database.
 */
public final class AuditRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditRelay.class);
    private static final JobEvent.Kind KIND = new JobEvent.Kind("audit.recorded");
    private static final int BATCH = 200;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(2);
    /** An action that has not ended by then was cut off. */
    private static final Duration LONGEST_ACTION = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Sink kafka;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean away;

    public AuditRelay(Jdbi jdbi, Sink kafka, Clock clock) {
        this.jdbi = jdbi;
        this.kafka = kafka;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("audit-relay").unstarted(this::run);
    }

    /** Starts to deliver. */
    public void start() {
        thread.start();
    }

    /** False while Kafka does not take entries. */
    public boolean isAvailable() {
        return !away;
    }

    private void run() {
        while (!closed) {
            try {
                if (relay() < BATCH) {
                    Thread.sleep(away ? PAUSE_WHILE_AWAY : PAUSE);
                }
            } catch (JdbiException e) {
                log.warn("audit entries cannot be read and wait for the database: {}", e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_WHILE_AWAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Delivers what waits, at most one batch; returns how many were delivered. */
    private int relay() {
        List<AuditEntry> waiting = waiting();
        Map<AuditEntry, CompletableFuture<Void>> sent = new LinkedHashMap<>();
        waiting.forEach(entry -> sent.put(entry, kafka.deliver(event(entry)).toCompletableFuture()));
        int delivered = 0;
        for (Map.Entry<AuditEntry, CompletableFuture<Void>> one : sent.entrySet()) {
            if (isDelivered(one.getValue())) {
                mark(one.getKey());
                delivered++;
            }
        }
        return delivered;
    }

    private List<AuditEntry> waiting() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + AuditLog.COLUMNS
                        + " FROM audit_entry WHERE told = FALSE AND (outcome <> 'BEGUN' OR at < :cutOff)"
                        + " ORDER BY id LIMIT :limit")
                .bind("cutOff", clock.instant().minus(LONGEST_ACTION).truncatedTo(ChronoUnit.MILLIS))
                .bind("limit", BATCH)
                .map((row, context) -> AuditLog.read(row))
                .list());
    }

    private boolean isDelivered(CompletableFuture<Void> delivery) {
        try {
            delivery.join();
            changed(false, null);
            return true;
        } catch (CompletionException e) {
            changed(true, e);
            return false;
        }
    }

    private void changed(boolean nowAway, @Nullable Throwable why) {
        if (nowAway && !away) {
            log.warn("Kafka does not take audit entries; they wait in the database: {}", String.valueOf(why));
        } else if (!nowAway && away) {
            log.info("Kafka takes audit entries again");
        }
        away = nowAway;
    }

    private void mark(AuditEntry entry) {
        jdbi.useHandle(handle -> handle.execute("UPDATE audit_entry SET told = TRUE WHERE id = ?", entry.id()));
    }

    private static JobEvent event(AuditEntry entry) {
        String id = Long.toString(entry.id());
        try {
            byte[] data = Json.EVENTS.writeValueAsBytes(AuditJson.of(entry));
            return new JobEvent("audit:" + id, KIND, "console", id, entry.at(), null, null, null, data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit entry that cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        kafka.close();
    }
}
