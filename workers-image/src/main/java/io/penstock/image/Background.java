package io.penstock.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Pattern;

/**
 * The colour behind a picture.
 *
 * @param argb alpha, red, green, blue, eight bits each, sRGB, not premultiplied
 */
public record Background(int argb) {
    static final Background WHITE = new Background(0xFFFF_FFFF);
    static final Background TRANSPARENT = new Background(0);

    private static final Pattern HEXADECIMAL = Pattern.compile("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})");
    private static final int OPAQUE = 0xFF00_0000;

    /** Reads {@code #rgb}, {@code #rrggbb} or {@code #rrggbbaa}. */
    @JsonCreator
    static Background parse(String text) {
        if (!HEXADECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a colour such as #fff, #ffffff or #ffffff80");
        }
        String digits = text.substring(1);
        if (digits.length() == 3) {
            digits = digits.replaceAll("(.)", "$1$1");
        }
        int value = Integer.parseUnsignedInt(digits, 16);
        return new Background(digits.length() == 8 ? Integer.rotateRight(value, 8) : OPAQUE | value);
    }

    int alpha() {
        return argb >>> 24;
    }

    int red() {
        return (argb >> 16) & 0xFF;
    }

    int green() {
        return (argb >> 8) & 0xFF;
    }

    int blue() {
        return argb & 0xFF;
    }

    boolean isOpaque() {
        return alpha() == 0xFF;
    }
}
