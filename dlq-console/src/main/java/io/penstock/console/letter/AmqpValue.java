package io.penstock.console.letter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header with its AMQP type, in RabbitMQ's reading of AMQP 0-9-1 (its "errata" of field types).
 *
 * @param type  e.g. {@code short}, {@code unsigned short}, {@code string}, {@code table}
 * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Float}, {@code Double}, {@code BigDecimal},
 *              {@code Instant}, {@code byte[]}, a {@code List} or a {@code Map} of {@code AmqpValue}; null for type
 *              {@code void} and for a timestamp that no calendar has
 */
public record AmqpValue(String type, @Nullable Object value) {
    /** Deeper than this nobody means it; what is below is shown as bytes. */
    private static final int DEEPEST = 64;

    private static final long LATEST_SECOND = Letters.LATEST.getEpochSecond();

    /** Reads one value, type first, and moves {@code bytes} behind it. */
    static AmqpValue read(ByteBuffer bytes) {
        return read(bytes, 0);
    }

    private static AmqpValue read(ByteBuffer bytes, int depth) {
        char tag = (char) bytes.get();
        return switch (tag) {
            case 't' -> new AmqpValue("boolean", bytes.get() != 0);
            case 'b' -> new AmqpValue("byte", (long) bytes.get());
            case 'B' -> new AmqpValue("unsigned byte", (long) Byte.toUnsignedInt(bytes.get()));
            case 's' -> new AmqpValue("short", (long) bytes.getShort());
            case 'u' -> new AmqpValue("unsigned short", (long) Short.toUnsignedInt(bytes.getShort()));
            case 'I' -> new AmqpValue("int", (long) bytes.getInt());
            case 'i' -> new AmqpValue("unsigned int", Integer.toUnsignedLong(bytes.getInt()));
            case 'l', 'L' -> new AmqpValue("long", bytes.getLong());
            case 'f' -> new AmqpValue("float", bytes.getFloat());
            case 'd' -> new AmqpValue("double", bytes.getDouble());
            case 'D' -> new AmqpValue("decimal", decimal(bytes));
            case 'T' -> new AmqpValue("timestamp", timestamp(bytes.getLong()));
            case 'S' -> new AmqpValue("string", new String(Wire.longBytes(bytes), StandardCharsets.UTF_8));
            case 'x' -> new AmqpValue("bytes", Wire.longBytes(bytes));
            case 'A' -> depth == DEEPEST ? tooDeep(bytes) : new AmqpValue("array", array(Wire.slice(bytes), depth + 1));
            case 'F' -> depth == DEEPEST ? tooDeep(bytes) : new AmqpValue("table", table(Wire.slice(bytes), depth + 1));
            case 'V' -> new AmqpValue("void", null);
            default -> throw new IllegalArgumentException("no AMQP field type: " + (int) tag);
        };
    }

    private static AmqpValue tooDeep(ByteBuffer bytes) {
        return new AmqpValue("bytes", Wire.longBytes(bytes));
    }

    private static BigDecimal decimal(ByteBuffer bytes) {
        int scale = Byte.toUnsignedInt(bytes.get());
        return new BigDecimal(BigInteger.valueOf(bytes.getInt()), scale);
    }

    /** Seconds since 1970. */
    static @Nullable Instant timestamp(long seconds) {
        return seconds >= 0 && seconds < LATEST_SECOND ? Instant.ofEpochSecond(seconds) : null;
    }

    private static List<AmqpValue> array(ByteBuffer bytes, int depth) {
        List<AmqpValue> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(read(bytes, depth));
        }
        return values;
    }

    /** A name that is there twice counts the last time, as the client library has it. */
    static Map<String, AmqpValue> table(ByteBuffer bytes) {
        return table(bytes, 0);
    }

    private static Map<String, AmqpValue> table(ByteBuffer bytes, int depth) {
        Map<String, AmqpValue> values = new LinkedHashMap<>();
        while (bytes.hasRemaining()) {
            String name = Wire.shortText(bytes);
            values.put(name, read(bytes, depth));
        }
        return values;
    }

    /** Its text, whatever its type; of an array or a table, what {@code toString} makes of it. */
    public String text() {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }
}
