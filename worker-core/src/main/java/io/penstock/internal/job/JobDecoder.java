package io.penstock.internal.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.config.QueueConfig;
import io.penstock.spi.JobHandler;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a delivery into a job, or says why it is none. Never throws. Thread-safe. */
final class JobDecoder {
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_NAME = 256;
    private static final char DELETE = 0x7F;
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final int MOST_ATTEMPTS = 1_000;

    private final Map<String, JobHandler<?>> handlers;
    private final int maxPayload;
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    JobDecoder(Map<String, JobHandler<?>> handlers, int maxPayload) {
        this.handlers = Map.copyOf(handlers);
        this.maxPayload = maxPayload;
    }

    Decoded decode(Envelope envelope, QueueConfig queue) {
        try {
            if (envelope.id().isEmpty()) {
                return new Decoded.Anonymous();
            }
            Job job = job(envelope, queue);
            JobHandler<?> handler = handlers.get(job.type());
            return handler == null ? unknown(job) : ready(envelope, job, handler);
        } catch (NotAJob e) {
            return new Decoded.Malformed(JobError.of("io.penstock.MalformedJob", String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            return new Decoded.Malformed(JobError.of(
                    "io.penstock.MalformedJob",
                    "cannot be read: " + e.getClass().getSimpleName()));
        }
    }

    private Decoded unknown(Job job) {
        String known = handlers.isEmpty() ? "none" : String.join(", ", new TreeSet<>(handlers.keySet()));
        String said = job.type().isEmpty()
                ? "the message has no type and queue " + job.queue() + " has no default type"
                : "no plug-in here runs type \"" + job.type() + "\"";
        return new Decoded.UnknownType(
                JobError.of("io.penstock.UnknownType", said + "; types known to this worker: " + known));
    }

    private Job job(Envelope envelope, QueueConfig queue) {
        Long maxAttempts = envelope.number(Headers.MAX_ATTEMPTS);
        if (envelope.headers().get(Headers.MAX_ATTEMPTS) != null
                && (maxAttempts == null || maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS)) {
            throw new NotAJob(
                    "header " + Headers.MAX_ATTEMPTS + ": expected a whole number from 1 to " + MOST_ATTEMPTS);
        }
        if (!isId(envelope.id())) {
            throw new NotAJob("property message_id: expected 1 to 128 characters of [A-Za-z0-9._:-]");
        }
        String contentType = envelope.properties().getContentType();
        if (contentType != null
                && !contentType.isEmpty()
                && !contentType.equals("application/json")
                && !JSON.matcher(contentType).matches()) {
            throw new NotAJob("property content_type: expected application/json or none");
        }
        String type = envelope.type();
        if (type.isEmpty() && queue.defaultType() != null) {
            type = queue.defaultType();
        }
        return new Job(
                envelope.id(),
                type,
                envelope.queue(),
                name(envelope, Headers.TENANT),
                name(envelope, Headers.USER),
                envelope.attempt(),
                maxAttempts == null ? queue.maxAttempts() : maxAttempts.intValue(),
                envelope.enqueuedAt(),
                envelope.properties().getCorrelationId(),
                envelope.properties().getAppId(),
                replayId(envelope),
                envelope.traceparent(),
                envelope.text(Headers.TRACESTATE),
                envelope.meta());
    }

    /** Becomes part of ids, so it is held to the same letters. */
    private static @Nullable String replayId(Envelope envelope) {
        String id = envelope.text(Headers.REPLAY_ID);
        if (id != null && !isId(id)) {
            throw new NotAJob("header " + Headers.REPLAY_ID + ": expected 1 to 128 characters of [A-Za-z0-9._:-]");
        }
        return id;
    }

    private static @Nullable String name(Envelope envelope, String header) {
        String name = envelope.text(header);
        if (name != null && !isName(name)) {
            throw new NotAJob("header " + header + ": expected 1 to 256 printable characters");
        }
        return name;
    }

    private <P> Decoded ready(Envelope envelope, Job job, JobHandler<P> handler) {
        Instant runAt;
        try {
            runAt = envelope.instant(Headers.RUN_AT);
        } catch (DateTimeException e) {
            throw new NotAJob("header " + Headers.RUN_AT
                    + ": expected an ISO-8601 instant such as 2030-01-31T12:00:00Z, or epoch milliseconds");
        }
        P payload = payload(envelope.delivery().body(), handler.payloadType());
        return new Decoded.Ready<>(job, handler, payload, runAt, envelope.expiresAt());
    }

    private <P> P payload(byte[] body, Class<P> type) {
        if (body.length > maxPayload) {
            throw new NotAJob("payload: expected at most " + maxPayload + " bytes, got " + body.length);
        }
        ObjectReader reader = readerFor(type);
        if (Utf8.isPlainJsonObject(body)) {
            try {
                return present(reader.readValue(body, type));
            } catch (IOException e) {
                // read once more below, to say what is wrong in terms of characters
            }
        }
        return explained(body, reader, type);
    }

    private ObjectReader readerFor(Class<?> type) {
        ObjectReader known = readers.get(type);
        return known == null ? readers.computeIfAbsent(type, Json.PAYLOADS::readerFor) : known;
    }

    private static <P> P explained(byte[] body, ObjectReader reader, Class<P> type) {
        try {
            String text = Utf8.decode(body);
            if (!text.stripLeading().startsWith("{")) {
                throw new NotAJob("payload: expected one JSON object");
            }
            return present(type.cast(reader.<Object>readValue(text)));
        } catch (CharacterCodingException e) {
            throw new NotAJob("payload: expected UTF-8");
        } catch (JsonProcessingException e) {
            throw new NotAJob(Json.explain(e));
        }
    }

    private static <P> P present(@Nullable P payload) {
        if (payload == null) {
            throw new NotAJob("payload: expected one JSON object");
        }
        return payload;
    }

    private static boolean isId(String text) {
        boolean fits = !text.isEmpty() && text.length() <= LONGEST_ID;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= ':' && c != '/') || c == '_';
        }
        return fits;
    }

    private static boolean isName(String text) {
        boolean fits = !text.isEmpty() && text.codePointCount(0, text.length()) <= LONGEST_NAME;
        for (int i = 0; fits && i < text.length(); i++) {
            fits = text.charAt(i) >= ' ' && text.charAt(i) != DELETE;
        }
        return fits;
    }

    /** Ends decoding from any depth; never leaves this class. */
    private static final class NotAJob extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAJob(String message) {
            super(message, null, false, false);
        }
    }
}
