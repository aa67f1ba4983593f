package io.penstock.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of an action while it is under way. For the thread that answers the call. */
public final class Act {
    private final Actor actor;
    private final String action;
    private final String requestId;
    private final ObjectNode details = JsonNodeFactory.instance.objectNode();
    private @Nullable String target;

    /**
     * An action that is about to begin.
     *
     * @param requestId the id of the call
     */
    public Act(Actor actor, String action, String requestId) {
        this.actor = actor;
        this.action = action;
        this.requestId = requestId;
    }

    /** Says what it is done to. What a caller has sent may hold a zero byte, which PostgreSQL stores in no text. */
    public Act on(String named) {
        String what = named.replace('\0', '\uFFFD');
        target = what.length() <= 512 ? what : what.substring(0, 512);
        return this;
    }

    /** Adds a detail; never a secret or a payload. Null values are left out. */
    public Act detail(String name, @Nullable Object value) {
        if (value instanceof JsonNode tree) {
            details.set(name, tree);
        } else if (value instanceof Instant time) {
            details.put(name, time.toString());
        } else if (value != null) {
            details.putPOJO(name, value);
        }
        return this;
    }

    Actor actor() {
        return actor;
    }

    String action() {
        return action;
    }

    String requestId() {
        return requestId;
    }

    ObjectNode details() {
        return details;
    }

    @Nullable
    String target() {
        return target;
    }
}
