package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Principal;
import io.penstock.console.audit.Act;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A call that may be made, with everything read and checked. For the thread that answers it. */
public final class Call {
    private final Visit visit;
    private final @Nullable Principal caller;
    private final Map<String, Object> parameters;
    private final @Nullable Object body;
    private final Act act;

    Call(Visit visit, @Nullable Principal caller, Map<String, Object> parameters, @Nullable Object body, Act act) {
        this.visit = visit;
        this.caller = caller;
        this.parameters = parameters;
        this.body = body;
        this.act = act;
    }

    /** Whoever calls. Only for routes that somebody must be signed in for. */
    public Principal caller() {
        return Objects.requireNonNull(caller, "a route that anybody may call does not know its caller");
    }

    /** The id in the path. */
    public long id(String name) {
        return (Long) Objects.requireNonNull(parameters.get(name), name);
    }

    /** A parameter of the query or the path that is text or a word; null if absent. */
    public @Nullable String text(String name) {
        return (String) parameters.get(name);
    }

    /** A parameter that is always there: of the path. */
    public String needText(String name) {
        return (String) Objects.requireNonNull(parameters.get(name), name);
    }

    /** An id in the query; null if absent. */
    public @Nullable Long maybeId(String name) {
        return (Long) parameters.get(name);
    }

    /** A number of the query, its fallback if absent. */
    public int whole(String name) {
        return (Integer) Objects.requireNonNull(parameters.get(name), name);
    }

    /** An instant of the query; null if absent. */
    public @Nullable Instant moment(String name) {
        return (Instant) parameters.get(name);
    }

    /** A parameter of whatever kind; null if absent. */
    @Nullable
    Object value(String name) {
        return parameters.get(name);
    }

    /** All parameters, as text, for the audit log. */
    JsonNode query() {
        Map<String, String> texts = new TreeMap<>();
        parameters.forEach((name, value) -> texts.put(name, value.toString()));
        return ApiJson.MAPPER.valueToTree(texts);
    }

    /** The body, complete and of the type that the operation takes. */
    public <T> T body(Class<T> type) {
        return type.cast(Objects.requireNonNull(body, "the operation takes no body"));
    }

    /** The same where it may be left out; null if it was. */
    public <T> @Nullable T maybeBody(Class<T> type) {
        return type.cast(body);
    }

    /** What the audit log will say of this call. */
    public Act act() {
        return act;
    }

    /** The request as such: address, base path, cookies. */
    Visit visit() {
        return visit;
    }
}
