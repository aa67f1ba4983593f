package io.penstock.console.collect;

import io.penstock.console.letter.AmqpValue;
import io.penstock.internal.amqp.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why and when a job died. A worker writes headers of ours and takes the broker's away; so where the broker's are, it was
 * the broker, and what else there is tells of an earlier death.
 *
 * @param reason     {@code unknown} if nobody says
 * @param at         null if nobody says, or no calendar has it
 * @param written    the time as it was written, which may be more exact
 * @param errorClass null if it was the broker
 * @param message    null if it was the broker
 * @param stack      null if it was the broker
 * @param worker     null if it was the broker
 */
record Cause(
        String reason,
        @Nullable Instant at,
        @Nullable String written,
        @Nullable String errorClass,
        @Nullable String message,
        @Nullable String stack,
        @Nullable String worker) {
    private static final String UNKNOWN = "unknown";
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    static Cause of(Map<String, AmqpValue> headers) {
        AmqpValue deaths = headers.get(Headers.DEATH);
        if (deaths != null
                && deaths.value() instanceof List<?> list
                && !list.isEmpty()
                && list.getFirst() instanceof AmqpValue first
                && first.value() instanceof Map<?, ?> latest) {
            return byBroker(latest);
        }
        return byWorker(headers);
    }

    /** The latest death comes first; the count tells deaths of the same second apart. */
    private static Cause byBroker(Map<?, ?> death) {
        Instant at =
                death.get("time") instanceof AmqpValue time && time.value() instanceof Instant instant ? instant : null;
        String written = at == null ? null : at + " " + textOf(death.get("count"));
        return new Cause(textOf(death.get("reason")), at, written, null, null, null, null);
    }

    private static String textOf(@Nullable Object value) {
        return value instanceof AmqpValue known && known.value() != null ? known.text() : UNKNOWN;
    }

    private static Cause byWorker(Map<String, AmqpValue> headers) {
        String reason = DeliveryReader.text(headers, Headers.DEAD_REASON);
        String written = DeliveryReader.text(headers, Headers.DEAD_AT);
        Instant at = instant(written);
        return new Cause(
                reason == null || reason.isEmpty() ? UNKNOWN : reason,
                at,
                at == null ? null : written,
                DeliveryReader.text(headers, Headers.ERROR_CLASS),
                DeliveryReader.text(headers, Headers.ERROR_MESSAGE),
                DeliveryReader.text(headers, Headers.ERROR_STACK),
                DeliveryReader.text(headers, Headers.WORKER));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            return instant == null || instant.isBefore(EARLIEST) || !instant.isBefore(LATEST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
