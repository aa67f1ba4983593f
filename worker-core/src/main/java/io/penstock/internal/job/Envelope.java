package io.penstock.internal.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Names;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A delivery's properties read leniently: whatever a producer wrote, this can be built and says what can be known. What
 * is wrong with a message is for {@link JobDecoder} to say. Immutable.
 */
final class Envelope {
    private static final int LONGEST_TEXT = 1_024;
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.{0,64}");

    private final Delivery delivery;
    private final Lane lane;
    private final boolean putBack;

    Envelope(Delivery delivery, Lane lane) {
        this.delivery = delivery;
        this.lane = lane;
        this.putBack = hasBeenDead();
    }

    private Envelope(Delivery delivery, Lane lane, boolean putBack) {
        this.delivery = delivery;
        this.lane = lane;
        this.putBack = putBack;
    }

    /** A job that the broker has just dead-lettered in this lane. */
    static Envelope dead(Delivery delivery, Lane lane) {
        return new Envelope(delivery, lane, false);
    }

    /**
     * Whether this was a dead letter and somebody has put it back with all its headers: ours, or the broker's record of a
     * death in this queue. The rungs of the delay ladder leave records too, under their own names.
     */
    private boolean hasBeenDead() {
        if (headers().containsKey(Headers.DEAD_REASON)) {
            return true;
        }
        return headers().get(Headers.DEATH) instanceof List<?> deaths
                && deaths.stream().anyMatch(death -> death instanceof Map<?, ?> entry && isHere(entry.get("queue")));
    }

    private boolean isHere(@Nullable Object name) {
        return name != null && (text(name).equals(queue()) || text(name).equals(Names.suspects(queue())));
    }

    Delivery delivery() {
        return delivery;
    }

    Lane lane() {
        return lane;
    }

    String queue() {
        return lane.queue();
    }

    BasicProperties properties() {
        return delivery.properties();
    }

    Map<String, Object> headers() {
        Map<String, Object> headers = properties().getHeaders();
        return headers == null ? Map.of() : headers;
    }

    /** The job's id, empty if the producer gave none. */
    String id() {
        String id = properties().getMessageId();
        return id == null ? "" : id;
    }

    /** The job's type, empty if the producer gave none. */
    String type() {
        String type = properties().getType();
        return type == null ? "" : type;
    }

    /** Which attempt this is, from 1. A dead letter that was put back with all its headers starts anew. */
    int attempt() {
        Long attempt = putBack ? null : number(Headers.ATTEMPT);
        return attempt == null ? 1 : Math.clamp(attempt, 1, Integer.MAX_VALUE);
    }

    /** How often the broker has got this job back from a consumer of this lane, copies that were never run included. */
    long deliveryCount() {
        return count(Headers.DELIVERY_COUNT) + count(lane.suspects() ? Headers.RETURNS_ALONE : Headers.RETURNS);
    }

    /** True in the normal lane if the job was in quarantine and had to wait. */
    boolean belongsInQuarantine() {
        return !lane.suspects() && number(Headers.RETURNS_ALONE) != null;
    }

    /** How often a consumer has held this message; since 4.3 this counts what the delivery count no longer does. */
    long acquiredCount() {
        return count(Headers.ACQUIRED_COUNT);
    }

    private long count(String header) {
        Long count = number(header);
        return count == null ? 0 : Math.clamp(count, 0, Integer.MAX_VALUE);
    }

    Instant firstSeen() {
        Instant seen = lenientInstant(Headers.FIRST_SEEN);
        return seen == null ? delivery.receivedAt() : seen;
    }

    Instant enqueuedAt() {
        Date timestamp = properties().getTimestamp();
        return timestamp == null ? firstSeen() : timestamp.toInstant();
    }

    /** When the job's own time to live ends, null if it has none. That of a dead letter is over and does not count. */
    @Nullable
    Instant expiresAt() {
        Long at = putBack ? null : number(Headers.EXPIRES_AT);
        if (at != null) {
            return Instant.ofEpochMilli(at);
        }
        String expiration = properties().getExpiration();
        try {
            return expiration == null ? null : delivery.receivedAt().plusMillis(Long.parseLong(expiration.strip()));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** The producer's W3C trace context, null if there is none that is valid. */
    @Nullable
    String traceparent() {
        String value = text(Headers.TRACEPARENT);
        return value != null && TRACEPARENT.matcher(value).matches() ? value : null;
    }

    /** The text of a header, cut to what an event can carry; null if absent. */
    @Nullable
    String shortText(String header) {
        String value = text(header);
        return value == null ? null : Copies.cut(value, LONGEST_TEXT);
    }

    /** The text of a header of any AMQP type, null if absent. */
    @Nullable
    String text(String header) {
        Object value = headers().get(header);
        return value == null ? null : text(value);
    }

    static String text(Object value) {
        return switch (value) {
            case LongString string -> new String(string.getBytes(), StandardCharsets.UTF_8);
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    /** The value of a header that is a whole number or looks like one, null if it is neither. */
    @Nullable
    Long number(String header) {
        Object value = headers().get(header);
        try {
            return switch (value) {
                case null -> null;
                case Double fraction -> BigDecimal.valueOf(fraction).longValueExact();
                case Float fraction -> BigDecimal.valueOf(fraction).longValueExact();
                case BigDecimal fraction -> fraction.longValueExact();
                case Number number -> number.longValue();
                default -> Long.valueOf(text(value).strip());
            };
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    /**
     * An instant given as ISO-8601 text, epoch milliseconds or AMQP timestamp; null if absent.
     *
     * @throws DateTimeException if it is none of these
     */
    @Nullable
    Instant instant(String header) {
        Object value = headers().get(header);
        if (value == null) {
            return null;
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        Long millis = number(header);
        return millis == null ? Instant.parse(text(value).strip()) : Instant.ofEpochMilli(millis);
    }

    private @Nullable Instant lenientInstant(String header) {
        try {
            return instant(header);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The {@code penstock-meta-*} headers without their prefix. */
    Map<String, String> meta() {
        Map<String, String> meta = Map.of();
        for (Map.Entry<String, Object> header : headers().entrySet()) {
            String name = header.getKey();
            if (name.startsWith(Headers.META) && header.getValue() != null) {
                meta = meta.isEmpty() ? new TreeMap<>() : meta;
                meta.put(name.substring(Headers.META.length()), text(header.getValue()));
            }
        }
        return meta;
    }
}
