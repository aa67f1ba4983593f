package io.penstock.internal.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.JobError;
import io.penstock.internal.amqp.DelayLadder;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.config.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the messages that replace a delivery: same bytes, same properties, none of the broker's bookkeeping. Two
 * properties cannot be carried as they are: {@code user_id}, which the broker compares with our own login, and {@code
 * expiration}, which would delete a copy where nobody expects it. Stateless apart from its settings.
 */
final class Copies {
    private static final int LONGEST_MESSAGE = 1_024;
    private static final int LONGEST_STACK = 8_192;
    /** RabbitMQ closes the channel over a longer one. What lives longer expires by its header alone. */
    private static final Duration LONGEST_EXPIRATION = Duration.ofMillis(0xFFFF_FFFFL);

    private final Redactor redactor;
    private final String worker;

    Copies(Redactor redactor, String worker) {
        this.redactor = redactor;
        this.worker = worker;
    }

    /** Comes back after the delay as attempt {@code attempt}; if need be, by way of several passes of the ladder. */
    Message later(Envelope envelope, Duration delay, int attempt) {
        return later(envelope, delay, attempt, carriedOn(envelope));
    }

    /**
     * Comes back after the delay without having been run. A copy starts with a clean count at the broker; whether the job
     * kills its consumers is still to be found out, so the copy itself carries on how often it was let fall.
     */
    Message laterUnrun(Envelope envelope, Duration delay, int attempt) {
        Map<String, Object> headers = carriedOn(envelope);
        if (envelope.lane().suspects()) {
            headers.put(Headers.RETURNS_ALONE, envelope.deliveryCount());
        } else if (envelope.deliveryCount() > 0) {
            headers.put(Headers.RETURNS, envelope.deliveryCount());
        }
        return later(envelope, delay, attempt, headers);
    }

    private static Message later(Envelope envelope, Duration delay, int attempt, Map<String, Object> headers) {
        headers.put(Headers.ATTEMPT, attempt);
        if (delay.compareTo(DelayLadder.LONGEST) > 0) {
            headers.put(Headers.RUN_AT, Instant.now().plus(delay).toString());
        }
        BasicProperties properties = properties(envelope, headers).build();
        if (delay.isZero() || delay.isNegative()) {
            return Message.toQueue(
                    envelope.queue(), properties, envelope.delivery().body());
        }
        DelayLadder.Route route = DelayLadder.route(envelope.queue(), delay);
        return new Message(
                route.exchange(),
                route.routingKey(),
                properties,
                envelope.delivery().body());
    }

    /** Back to where it came from, as if it had never been taken. */
    Message again(Envelope envelope, @Nullable String id) {
        BasicProperties.Builder properties = properties(envelope, carriedOn(envelope));
        Instant expiresAt = envelope.expiresAt();
        Instant now = Instant.now();
        if (expiresAt != null && expiresAt.isBefore(now.plus(LONGEST_EXPIRATION))) {
            long left =
                    expiresAt.isAfter(now) ? Duration.between(now, expiresAt).toMillis() : 0;
            properties.expiration(Long.toString(Math.max(1, left)));
        }
        if (id != null) {
            properties.messageId(id);
        }
        String queue = envelope.lane().suspects() ? Names.suspects(envelope.queue()) : envelope.queue();
        return Message.toQueue(queue, properties.build(), envelope.delivery().body());
    }

    /** Into the quarantine lane, perhaps for the second time. */
    Message suspect(Envelope envelope) {
        Map<String, Object> headers = carriedOn(envelope);
        Long alone = envelope.number(Headers.RETURNS_ALONE);
        if (alone != null) {
            headers.put(Headers.RETURNS_ALONE, alone);
        }
        BasicProperties properties = properties(envelope, headers).build();
        return Message.toQueue(
                Names.suspects(envelope.queue()),
                properties,
                envelope.delivery().body());
    }

    /**
     * Into the dead-letter queue, with what is known of the failure.
     *
     * @param type the job's, which the message need not name; empty if unknown
     */
    Message dead(Envelope envelope, String type, Verdict.DeadLetter verdict, Instant at) {
        Map<String, Object> headers = carriedOn(envelope);
        JobError error = verdict.error();
        headers.remove(Headers.EXPIRES_AT);
        headers.put(Headers.ORIGIN_QUEUE, envelope.queue());
        headers.put(Headers.DEAD_REASON, verdict.word());
        headers.put(Headers.DEAD_AT, at.toString());
        headers.put(Headers.ERROR_CLASS, error.className());
        headers.put(Headers.ERROR_MESSAGE, cut(redactor.mask(error.message()), LONGEST_MESSAGE));
        headers.put(Headers.ERROR_STACK, cut(redactor.mask(error.stack()), LONGEST_STACK));
        headers.put(Headers.WORKER, worker);
        if (envelope.type().isEmpty() && !type.isEmpty()) {
            headers.put(Headers.TYPE, type);
        }
        String expiration = envelope.properties().getExpiration();
        if (expiration != null) {
            headers.put(Headers.EXPIRATION, expiration);
        }
        return Message.toQueue(
                Names.deadLetters(envelope.queue()),
                properties(envelope, headers).build(),
                envelope.delivery().body());
    }

    /** The headers that a copy may carry, as a map that can be added to. */
    static Map<String, Object> withoutBrokersOwn(@Nullable Map<String, Object> original) {
        Map<String, Object> headers = new HashMap<>();
        if (original != null) {
            original.forEach((name, value) -> {
                if (Headers.isCarriedOn(name)) {
                    headers.put(name, value);
                }
            });
        }
        return headers;
    }

    private static Map<String, Object> carriedOn(Envelope envelope) {
        Map<String, Object> headers = withoutBrokersOwn(envelope.properties().getHeaders());
        headers.remove(Headers.RETURNS);
        headers.remove(Headers.RETURNS_ALONE);
        headers.put(Headers.FIRST_SEEN, envelope.firstSeen().toString());
        headers.put(Headers.ATTEMPT, envelope.attempt());
        Instant expiresAt = envelope.expiresAt();
        if (expiresAt == null) {
            headers.remove(Headers.EXPIRES_AT);
        } else {
            headers.put(Headers.EXPIRES_AT, expiresAt.toEpochMilli());
        }
        return headers;
    }

    private static BasicProperties.Builder properties(Envelope envelope, Map<String, Object> headers) {
        return envelope.properties()
                .builder()
                .headers(headers)
                .deliveryMode(2)
                .expiration(null)
                .userId(null);
    }

    /** At most so many bytes of UTF-8, without half a character at the end. */
    static String cut(String text, int bytes) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length <= bytes) {
            return text;
        }
        int end = bytes;
        while (end > 0 && (encoded[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(encoded, 0, end, StandardCharsets.UTF_8);
    }
}
