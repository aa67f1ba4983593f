package io.penstock.console.audit;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who paused which queue, as the audit log knows it: the broker remembers that a queue is paused, and not by whom. Thread-safe. */
public final class PauseRecord {
    private final AuditLog log;

    public PauseRecord(AuditLog log) {
        this.log = log;
    }

    /** A pause. */
    public record Pause(String by, Instant at, @Nullable String reason) {}

    /** What an action on a queue is said to be done to. */
    public static String target(String queue) {
        return "queue " + queue;
    }

    /** The last pause of a queue; empty if there is none, or it was resumed since. */
    public Optional<Pause> of(String queue) {
        Optional<AuditEntry> pause = log.lastDone("queues.pause", target(queue));
        Optional<AuditEntry> resume = log.lastDone("queues.resume", target(queue));
        return pause.filter(entry -> resume.isEmpty() || resume.get().id() < entry.id())
                .map(entry -> new Pause(
                        String.valueOf(entry.actor().name()),
                        entry.at(),
                        entry.details().path("reason").asText(null)));
    }
}
