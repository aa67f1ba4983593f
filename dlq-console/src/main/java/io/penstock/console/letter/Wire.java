package io.penstock.console.letter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How AMQP 0-9-1 writes the properties of a message (sections 4.2.5 and 4.2.6.1), cut into pieces and put together. */
final class Wire {
    private static final int LONGEST_SHORT_TEXT = 255;

    private Wire() {}

    /** A header as it was written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record RawHeader(byte[] name, byte[] value) {
        String text() {
            return new String(name, StandardCharsets.UTF_8);
        }
    }

    /** Cuts a list of properties into the properties that are there. */
    static Map<Property, byte[]> properties(byte[] wire) {
        ByteBuffer bytes = ByteBuffer.wrap(wire);
        int flags = Short.toUnsignedInt(bytes.getShort());
        Map<Property, byte[]> properties = new LinkedHashMap<>();
        for (Property property : Property.values()) {
            if ((flags & property.flag()) != 0) {
                properties.put(property, take(bytes, property.length(bytes)));
            }
        }
        return properties;
    }

    /** The opposite of {@link #properties}. */
    static byte[] join(Map<Property, byte[]> properties) {
        var out = new ByteArrayOutputStream();
        int flags = 0;
        for (Property property : properties.keySet()) {
            flags |= property.flag();
        }
        out.write(flags >> 8);
        out.write(flags);
        for (Property property : Property.values()) {
            byte[] value = properties.get(property);
            if (value != null) {
                out.writeBytes(value);
            }
        }
        return out.toByteArray();
    }

    /** Cuts a table into its headers; values keep their type in front. */
    static List<RawHeader> headers(byte[] table) {
        ByteBuffer bytes = slice(ByteBuffer.wrap(table));
        List<RawHeader> headers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] name = take(bytes, Byte.toUnsignedInt(bytes.get()));
            int begin = bytes.position();
            headers.add(new RawHeader(name, take(bytes, 1 + length((char) bytes.get(begin), bytes, begin + 1))));
        }
        return headers;
    }

    /** How many bytes a value takes behind its type. */
    private static int length(char tag, ByteBuffer bytes, int begin) {
        return switch (tag) {
            case 'V' -> 0;
            case 't', 'b', 'B' -> 1;
            case 's', 'u' -> Short.BYTES;
            case 'I', 'i', 'f' -> Integer.BYTES;
            case 'D' -> 1 + Integer.BYTES;
            case 'l', 'L', 'd', 'T' -> Long.BYTES;
            case 'S', 'x', 'A', 'F' -> Math.addExact(Integer.BYTES, bytes.getInt(begin));
            default -> throw new IllegalArgumentException("no AMQP field type: " + (int) tag);
        };
    }

    /** The opposite of {@link #headers}. */
    static byte[] table(List<RawHeader> headers) {
        var out = new ByteArrayOutputStream();
        for (RawHeader header : headers) {
            out.write(header.name().length);
            out.writeBytes(header.name());
            out.writeBytes(header.value());
        }
        return ByteBuffer.allocate(Integer.BYTES + out.size())
                .putInt(out.size())
                .put(out.toByteArray())
                .array();
    }

    /** The value of a header that is a text, type in front. */
    static byte[] value(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + bytes.length)
                .put((byte) 'S')
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** The value of a header that is a whole number, type in front. */
    static byte[] value(long number) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) 'l')
                .putLong(number)
                .array();
    }

    /** A text of at most 255 bytes, length first. */
    static byte[] shortValue(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_SHORT_TEXT) {
            throw new IllegalArgumentException("a property has at most 255 bytes, this one would have " + bytes.length);
        }
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) bytes.length)
                .put(bytes)
                .array();
    }

    static String shortText(ByteBuffer bytes) {
        return new String(take(bytes, Byte.toUnsignedInt(bytes.get())), StandardCharsets.UTF_8);
    }

    static byte[] longBytes(ByteBuffer bytes) {
        return take(bytes, bytes.getInt());
    }

    static ByteBuffer slice(ByteBuffer bytes) {
        return ByteBuffer.wrap(longBytes(bytes));
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("a value ends after its message");
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
