package io.penstock.internal.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.internal.amqp.PublishException;
import io.penstock.internal.config.Redactor;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts events of handlers among those of jobs. Thread-safe; never blocks. */
public final class HandlerEvents implements EventStream {
    private static final Logger log = LoggerFactory.getLogger(HandlerEvents.class);

    private final Outbox outbox;
    private final Redactor redactor;
    private final JsonMapper json;

    /** @param json how events are written */
    public HandlerEvents(Outbox outbox, Redactor redactor, JsonMapper json) {
        this.outbox = outbox;
        this.redactor = redactor;
        this.json = json;
    }

    @Override
    public boolean isHeard() {
        return outbox.wants(new JobEvent.Kind("any"), null);
    }

    @Override
    public CompletionStage<Void> tell(HandlerEvent event) {
        try {
            JsonNode data = masked(json.valueToTree(event.data()), redactor);
            return outbox.emit(written(event, json.writeValueAsString(data)))
                    .exceptionallyCompose(failure -> forgotten(event, failure));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** What no broker can take will not be taken next time either. */
    private static CompletionStage<Void> forgotten(HandlerEvent event, Throwable failure) {
        PublishException publishing = PublishException.in(failure);
        if (publishing == null || publishing.kind() != PublishException.Kind.INVALID) {
            return CompletableFuture.failedStage(failure);
        }
        log.error("event {} {}; nobody is told", event.id(), publishing.getMessage());
        return CompletableFuture.completedStage(null);
    }

    /** The event as those of jobs are, with {@code data} in JSON. */
    public static JobEvent written(HandlerEvent event, String data) {
        return new JobEvent(
                event.id(),
                new JobEvent.Kind(event.type()),
                event.queue(),
                event.subject(),
                event.time(),
                event.tenant(),
                event.traceparent(),
                null,
                data.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode masked(JsonNode node, Redactor redactor) {
        return switch (node) {
            case TextNode text -> TextNode.valueOf(redactor.mask(text.textValue()));
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(field.getKey(), masked(field.getValue(), redactor));
                }
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(element -> copy.add(masked(element, redactor)));
                yield copy;
            }
            default -> node;
        };
    }
}
