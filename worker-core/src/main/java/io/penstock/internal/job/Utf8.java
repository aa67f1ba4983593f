package io.penstock.internal.job;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What the bytes of a payload are, before a parser that is less strict looks at them. */
final class Utf8 {
    /** So many bytes Jackson looks at to find out whether they are UTF-16 or UTF-32. */
    private static final int DETECTION = 4;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** @throws CharacterCodingException if the bytes are no UTF-8 */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /**
     * True if the bytes begin like a JSON object and Jackson reads them as UTF-8, and only as that. It finds what is broken
     * by itself, but lets pass what is too long, a surrogate, or beyond Unicode (RFC 3629, section 3).
     */
    static boolean isPlainJsonObject(byte[] bytes) {
        return beginsWithBrace(bytes) && !containsForbidden(bytes);
    }

    private static boolean beginsWithBrace(byte[] bytes) {
        for (int i = 0; i < Math.min(DETECTION, bytes.length); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        int start = 0;
        while (start < bytes.length
                && (bytes[start] == ' ' || bytes[start] == '\n' || bytes[start] == '\r' || bytes[start] == '\t')) {
            start++;
        }
        return start < bytes.length && bytes[start] == '{';
    }

    private static boolean containsForbidden(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (i <= bytes.length - Long.BYTES && ((long) EIGHT.get(bytes, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
            } else if (bytes[i] < 0 && isForbidden(bytes[i] & 0xFF, i + 1 < bytes.length ? bytes[i + 1] & 0xFF : 0)) {
                return true;
            } else {
                i++;
            }
        }
        return false;
    }

    private static boolean isForbidden(int first, int second) {
        return switch (first) {
            case 0xC0, 0xC1 -> true;
            case 0xE0 -> second < 0xA0;
            case 0xED -> second >= 0xA0;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second >= 0x90;
            default -> first > 0xF4;
        };
    }
}
