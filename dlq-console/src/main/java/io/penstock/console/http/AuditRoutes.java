package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.audit.AuditEntry;
import io.penstock.console.audit.AuditFilter;
import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The audit log, for administrators. */
public final class AuditRoutes {
    private final AuditLog log;

    public AuditRoutes(AuditLog log) {
        this.log = log;
    }

    /** Who acted. */
    public record ActorView(
            String kind, @Nullable String id, @Nullable String name, String address) {}

    /** One entry. */
    public record AuditEntryView(
            String id,
            Instant at,
            ActorView actor,
            String action,
            Outcome outcome,
            @Nullable String target,
            String requestId,
            JsonNode details) {
        static AuditEntryView of(AuditEntry entry) {
            var actor = entry.actor();
            return new AuditEntryView(
                    Long.toString(entry.id()),
                    entry.at(),
                    new ActorView(actor.kind(), actor.id(), actor.name(), actor.address()),
                    entry.action(),
                    entry.outcome(),
                    entry.target(),
                    entry.requestId(),
                    entry.details());
        }
    }

    /** Entries, the newest first; {@code next} is the cursor of the next page, absent on the last one. */
    public record AuditPage(
            List<AuditEntryView> entries, @Nullable String next) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.GET,
                Route.API + "/audit",
                new Rule.Everywhere(Role.ADMIN),
                Effect.reads(),
                Operation.of("Who did or was refused what, the newest first")
                        .with(
                                Parameter.text("actor", 255, "Name of the user or token"),
                                Parameter.text("action", 64, "What was done, e.g. dead_letters.archive"),
                                Parameter.choice(
                                        "outcome", List.of("begun", "done", "refused", "failed"), "How it ended"),
                                Parameter.moment("since", "From this instant on"),
                                Parameter.moment("until", "Before this instant"),
                                Parameter.id("cursor", "Where the last page ended"),
                                Parameter.whole("limit", 1, 500, 100, "How many entries at most"))
                        .giving(AuditPage.class),
                this::page));
    }

    private Answer page(Call call) {
        String outcome = call.text("outcome");
        AuditFilter filter = new AuditFilter(
                call.text("actor"),
                call.text("action"),
                outcome == null ? null : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                call.moment("since"),
                call.moment("until"));
        int limit = call.whole("limit");
        List<AuditEntry> found = log.page(filter, call.maybeId("cursor"), limit + 1);
        List<AuditEntry> shown = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? Long.toString(shown.getLast().id()) : null;
        return Answer.ok(new AuditPage(shown.stream().map(AuditEntryView::of).toList(), next));
    }
}
