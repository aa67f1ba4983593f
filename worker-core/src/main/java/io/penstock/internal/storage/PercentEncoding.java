package io.penstock.internal.storage;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoded UTF-8 (RFC 3986, 2.1), read once and strictly. */
final class PercentEncoding {
    private static final int HEX = 16;

    private PercentEncoding() {}

    /** The decoded text; null if {@code text} is not encoded properly. */
    static @Nullable String decode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            ByteBuffer decoded = ByteBuffer.allocate(encoded.remaining());
            while (encoded.hasRemaining()) {
                byte next = encoded.get();
                decoded.put(next == '%' ? escaped(encoded) : next);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException | NumberFormatException e) {
            return null;
        }
    }

    private static byte escaped(ByteBuffer encoded) {
        if (encoded.remaining() < 2) {
            throw new NumberFormatException();
        }
        int high = Character.digit(encoded.get(), HEX);
        int low = Character.digit(encoded.get(), HEX);
        if (high < 0 || low < 0) {
            throw new NumberFormatException();
        }
        return (byte) (high * HEX + low);
    }
}
