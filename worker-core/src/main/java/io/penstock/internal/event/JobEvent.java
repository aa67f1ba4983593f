package io.penstock.internal.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job: a CloudEvent 1.0, in binary mode wherever it travels.
 *
 * @param id the same whenever the same thing is told again, so that consumers can drop the double
 * @param kind what happened
 * @param queue the job's queue
 * @param jobId the event's subject and key
 * @param time when it happened
 * @param tenant null if unknown
 * @param traceparent W3C trace context, null if unknown
 * @param user whose notification stream hears of it, null for nobody
 * @param data JSON object, UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // data is never compared
public record JobEvent(
        String id,
        Kind kind,
        String queue,
        String jobId,
        Instant time,
        @Nullable String tenant,
        @Nullable String traceparent,
        @Nullable String user,
        byte[] data) {

    /**
     * Kinds of events: three of the runtime, and those of plug-ins.
     *
     * @param stem the {@code ce_type} without {@code io.penstock.} before and {@code .v1} behind it
     */
    public record Kind(String stem) {
        public static final Kind COMPLETED = new Kind("job.completed");
        public static final Kind RETRYING = new Kind("job.retrying");
        public static final Kind FAILED = new Kind("job.failed");

        private static final Pattern TYPE = Pattern.compile("io\\.penstock\\.([a-z0-9_.]{1,64})\\.v1");

        /** True if a job has come to its end by this. */
        public boolean isTerminal() {
            return equals(COMPLETED) || equals(FAILED);
        }

        /** The {@code ce_type}. */
        public String type() {
            return "io.penstock." + stem + ".v1";
        }

        /** The {@code event_type} of a notification. */
        public String notification() {
            return stem;
        }

        /** The last part of the {@code ce_id}. */
        public String word() {
            return stem.substring(stem.indexOf('.') + 1);
        }

        static Kind ofType(String type) {
            Matcher matcher = TYPE.matcher(type);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("event type: expected one of ours, got " + type);
            }
            return new Kind(matcher.group(1));
        }
    }

    /** The CloudEvents attributes as Kafka and AMQP headers, in a fixed order. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", "/penstock/" + queue);
        headers.put("ce_type", kind.type());
        headers.put("ce_subject", jobId);
        headers.put("ce_time", time.toString());
        if (tenant != null) {
            headers.put("ce_tenant", tenant);
        }
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        headers.put("content-type", "application/json");
        return headers;
    }

    /** The reverse of {@link #headers()}, with the two values that are not among them. */
    static JobEvent of(Map<String, String> headers, @Nullable String user, byte[] data) {
        String source = need(headers, "ce_source");
        return new JobEvent(
                need(headers, "ce_id"),
                Kind.ofType(need(headers, "ce_type")),
                source.substring(source.lastIndexOf('/') + 1),
                need(headers, "ce_subject"),
                time(need(headers, "ce_time")),
                headers.get("ce_tenant"),
                headers.get("traceparent"),
                user,
                data);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("event header ce_time: expected an ISO-8601 instant, got " + text, e);
        }
    }

    private static String need(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("event header " + name + ": expected a value, got none");
        }
        return value;
    }

    String dataText() {
        return new String(data, StandardCharsets.UTF_8);
    }
}
