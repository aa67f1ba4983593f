package io.penstock.console.letter;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page ended: the next one begins after it. A cursor stays good whatever arrives or goes meanwhile.
 *
 * @param diedAt when the last dead letter of the page died
 * @param id     its id
 */
public record Cursor(Instant diedAt, long id) implements Comparable<Cursor> {
    private static final int LENGTH = 2 * Long.BYTES;

    /** Letters, digits, {@code -} and {@code _}. */
    public String text() {
        var bytes = ByteBuffer.allocate(LENGTH).putLong(diedAt.toEpochMilli()).putLong(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Cursor parse(String text) {
        byte[] bytes = decoded(text);
        if (bytes.length == LENGTH) {
            var buffer = ByteBuffer.wrap(bytes);
            Instant diedAt = Instant.ofEpochMilli(buffer.getLong());
            if (!diedAt.isBefore(Letters.EARLIEST) && diedAt.isBefore(Letters.LATEST)) {
                return new Cursor(diedAt, buffer.getLong());
            }
        }
        throw new IllegalArgumentException("cursor: expected one that an earlier page gave");
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Newest first. */
    @Override
    public int compareTo(Cursor other) {
        int byTime = other.diedAt.compareTo(diedAt);
        return byTime == 0 ? Long.compare(other.id, id) : byTime;
    }
}
