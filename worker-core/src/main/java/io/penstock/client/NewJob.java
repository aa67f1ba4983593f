package io.penstock.client;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job to enqueue. Immutable: each method with a parameter returns a changed copy, so that a template can be shared
 * between threads.
 *
 * <pre>{@code
 * NewJob.on("emails", Map.of("to", "a@example.com", "subject", "Hi", "body", "Hello")).id("order-42").tenant("acme")
 * }</pre>
 */
public final class NewJob implements Cloneable {
    private final String queue;
    private final Object payload;
    private String id = UUID.randomUUID().toString();
    private @Nullable String type;
    private @Nullable String tenant;
    private @Nullable String user;
    private @Nullable Instant runAt;
    private @Nullable Integer maxAttempts;
    private @Nullable Duration timeToLive;
    private @Nullable String correlationId;
    private @Nullable String traceparent;
    private @Nullable String tracestate;
    private Map<String, String> meta = Map.of();

    private NewJob(String queue, Object payload) {
        this.queue = queue;
        this.payload = payload;
    }

    /**
     * A job with a random id.
     *
     * @param queue name of the queue, {@code [a-z0-9][a-z0-9_-]*}
     * @param payload anything that Jackson writes as a JSON object; {@code byte[]} and {@code String} are sent as they
     *     are
     */
    public static NewJob on(String queue, Object payload) {
        return new NewJob(queue, payload);
    }

    public String queue() {
        return queue;
    }

    public Object payload() {
        return payload;
    }

    public String id() {
        return id;
    }

    public Map<String, String> meta() {
        return meta;
    }

    /** The unique id and idempotency key, 1 to 128 characters of {@code [A-Za-z0-9._:-]}. */
    public NewJob id(String id) {
        NewJob copy = copy();
        copy.id = id;
        return copy;
    }

    /** Adds a value that is carried through to events and dead letters as header {@code penstock-meta-NAME}. */
    public NewJob meta(String name, String value) {
        Map<String, String> added = new LinkedHashMap<>(meta);
        added.put(name, value);
        NewJob copy = copy();
        copy.meta = Map.copyOf(added);
        return copy;
    }

    /** Do not start before {@code delay} from now. */
    public NewJob delay(Duration delay) {
        return runAt(Instant.now().plus(delay));
    }

    public @Nullable String type() {
        return type;
    }

    /** The job type; the queue's default type if not given. */
    public NewJob type(String type) {
        NewJob copy = copy();
        copy.type = type;
        return copy;
    }

    public @Nullable String tenant() {
        return tenant;
    }

    /** The tenant on whose behalf the job runs. */
    public NewJob tenant(String tenant) {
        NewJob copy = copy();
        copy.tenant = tenant;
        return copy;
    }

    public @Nullable String user() {
        return user;
    }

    /** Whose notification stream hears of the end of this job. */
    public NewJob user(String user) {
        NewJob copy = copy();
        copy.user = user;
        return copy;
    }

    public @Nullable Instant runAt() {
        return runAt;
    }

    /** Do not start before this instant. */
    public NewJob runAt(Instant runAt) {
        NewJob copy = copy();
        copy.runAt = runAt;
        return copy;
    }

    public @Nullable Integer maxAttempts() {
        return maxAttempts;
    }

    /** After how many failed attempts the job is dead-lettered, at least 1; the queue's if not given. */
    public NewJob maxAttempts(Integer maxAttempts) {
        NewJob copy = copy();
        copy.maxAttempts = maxAttempts;
        return copy;
    }

    public @Nullable Duration timeToLive() {
        return timeToLive;
    }

    /** Dead-letter the job as expired when it has waited this long: whole milliseconds, at most 49 days. */
    public NewJob timeToLive(Duration timeToLive) {
        NewJob copy = copy();
        copy.timeToLive = timeToLive;
        return copy;
    }

    public @Nullable String correlationId() {
        return correlationId;
    }

    /** Carried through to events. */
    public NewJob correlationId(String correlationId) {
        NewJob copy = copy();
        copy.correlationId = correlationId;
        return copy;
    }

    public @Nullable String traceparent() {
        return traceparent;
    }

    /** W3C trace context, carried through. */
    public NewJob traceparent(String traceparent) {
        NewJob copy = copy();
        copy.traceparent = traceparent;
        return copy;
    }

    public @Nullable String tracestate() {
        return tracestate;
    }

    /** W3C trace state, carried through. */
    public NewJob tracestate(String tracestate) {
        NewJob copy = copy();
        copy.tracestate = tracestate;
        return copy;
    }

    private NewJob copy() {
        try {
            return (NewJob) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
