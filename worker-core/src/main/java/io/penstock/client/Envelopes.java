package io.penstock.client;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.client.EnqueueException.Reason;
import io.penstock.internal.amqp.DelayLadder;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.config.QueueConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns new jobs into AMQP messages, and refuses those that a worker would have to dead-letter. */
final class Envelopes {
    private static final int LONGEST_QUEUE = 200;
    /** Well below the 128 KiB that RabbitMQ allows for all headers together. */
    private static final int LONGEST_META = 32 * 1024;

    private static final Duration SHORTEST_LIFE = Duration.ofMillis(1);
    /** RabbitMQ closes the channel over an expiration of more than 2³² ms. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(49);

    private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

    private static final Pattern QUEUE = Pattern.compile(QueueConfig.NAME_PATTERN);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    private final String appId;

    Envelopes(String appId) {
        this.appId = appId;
    }

    Message message(NewJob job, byte[] body) {
        check(job, body);
        Instant now = Instant.now();
        Map<String, Object> headers = new HashMap<>();
        put(headers, Headers.TENANT, job.tenant());
        put(headers, Headers.USER, job.user());
        put(headers, Headers.MAX_ATTEMPTS, job.maxAttempts());
        put(headers, Headers.TRACEPARENT, job.traceparent());
        put(headers, Headers.TRACESTATE, job.tracestate());
        job.meta().forEach((name, value) -> headers.put(Headers.META + name, value));
        BasicProperties.Builder properties = new BasicProperties.Builder()
                .messageId(job.id())
                .type(job.type())
                .contentType("application/json")
                .deliveryMode(2)
                .timestamp(Date.from(now))
                .appId(appId)
                .correlationId(job.correlationId())
                .headers(headers);
        Instant runAt = job.runAt();
        Duration timeToLive = job.timeToLive();
        if (runAt != null && runAt.isAfter(now)) {
            headers.put(Headers.RUN_AT, runAt.toString());
            if (timeToLive != null) {
                // an expiration would end the wait in the ladder early: the worker counts from the due time instead
                headers.put(Headers.EXPIRES_AT, runAt.plus(timeToLive).toEpochMilli());
            }
            DelayLadder.Route route = DelayLadder.route(job.queue(), Duration.between(now, runAt));
            return new Message(route.exchange(), route.routingKey(), properties.build(), body);
        }
        if (timeToLive != null) {
            properties.expiration(Long.toString(timeToLive.toMillis()));
        }
        return Message.toQueue(job.queue(), properties.build(), body);
    }

    private static void put(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private static boolean fits(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    /** Throws an {@link EnqueueException} over what can be seen to be wrong without asking the broker. */
    static void check(NewJob job, byte[] body) {
        require(
                job,
                fits(QUEUE, job.queue()) && job.queue().length() <= LONGEST_QUEUE,
                "queue: expected " + QueueConfig.NAME_PATTERN + " with at most " + LONGEST_QUEUE + " characters");
        require(job, fits(ID, job.id()), "id: expected 1 to 128 characters of [A-Za-z0-9._:-]");
        String type = job.type();
        require(job, type == null || fits(TYPE, type), "type: expected 1 to 128 characters of [A-Za-z0-9._-]");
        requireName(job, "tenant", job.tenant());
        requireName(job, "user", job.user());
        int first = 0;
        while (first < body.length && Character.isWhitespace(body[first])) {
            first++;
        }
        require(job, first < body.length && body[first] == '{', "payload: expected a JSON object");
        Integer attempts = job.maxAttempts();
        require(
                job,
                attempts == null || (attempts >= 1 && attempts <= 1_000),
                "maxAttempts: expected 1 to 1000, got " + attempts);
        Duration timeToLive = job.timeToLive();
        require(
                job,
                timeToLive == null
                        || (timeToLive.compareTo(SHORTEST_LIFE) >= 0 && timeToLive.compareTo(LONGEST_LIFE) <= 0),
                "timeToLive: expected 1ms to 49d, got " + timeToLive);
        Instant runAt = job.runAt();
        require(
                job,
                runAt == null || runAt.isBefore(Instant.now().plus(LONGEST_WAIT)),
                "runAt: expected at most 36500d from now, got " + runAt);
        int meta = job.meta().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        require(job, meta <= LONGEST_META, "meta: expected at most " + LONGEST_META + " characters, got " + meta);
    }

    private static void requireName(NewJob job, String what, @Nullable String name) {
        require(job, name == null || fits(NAME, name), what + ": expected 1 to 256 printable characters");
    }

    private static void require(NewJob job, boolean condition, String expectation) {
        if (!condition) {
            String part = expectation.substring(0, expectation.indexOf(':'));
            String field = part.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            throw new EnqueueException(Reason.INVALID, field, "job " + job.id() + ", " + expectation);
        }
    }
}
