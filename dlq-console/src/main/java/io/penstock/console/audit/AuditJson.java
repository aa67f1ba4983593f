package io.penstock.console.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.internal.job.Json;
import java.util.Locale;

/** An entry as it is on standard output and on Kafka. */
final class AuditJson {
    private AuditJson() {}

    static ObjectNode of(AuditEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("audit", Long.toString(entry.id()));
        json.put("at", entry.at().toString());
        ObjectNode actor = json.putObject("actor");
        actor.put("kind", entry.actor().kind());
        if (entry.actor().id() != null) {
            actor.put("id", entry.actor().id());
            actor.put("name", entry.actor().name());
        }
        actor.put("address", entry.actor().address());
        json.put("action", entry.action());
        json.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        if (entry.target() != null) {
            json.put("target", entry.target());
        }
        json.put("request_id", entry.requestId());
        json.set("details", entry.details());
        return json;
    }

    static String text(JsonNode node) {
        try {
            return Json.EVENTS.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit entry that cannot be written as JSON", e);
        }
    }
}
