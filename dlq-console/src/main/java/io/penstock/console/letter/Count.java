package io.penstock.console.letter;

import java.util.Locale;

/**
 * A number that is not counted further than people care for.
 *
 * @param value how many there are at least
 * @param exact whether there are no more
 */
public record Count(long value, boolean exact) {

    /** For people: {@code 1,234} or {@code 10,000+}. */
    public String text() {
        return String.format(Locale.ROOT, "%,d", value) + (exact ? "" : "+");
    }
}
