package io.penstock.bench.report;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one series should reach.
 *
 * @param key of the series
 * @param against key of the series that it is compared with; null if the bound is absolute
 * @param atLeast true if more is better
 * @param bound a ratio, or a value in the unit of the series
 */
public record Goal(String key, @Nullable String against, boolean atLeast, double bound) {

    public static Goal atLeastTimes(double ratio, String key, String against) {
        return new Goal(key, against, true, ratio);
    }

    public static Goal atLeast(double value, String key) {
        return new Goal(key, null, true, value);
    }

    public static Goal atMost(double value, String key) {
        return new Goal(key, null, false, value);
    }

    /**
     * What was reached, by medians: a ratio or a value.
     *
     * @return null if something was not measured
     */
    public @Nullable Double reached(Map<String, Series> measured) {
        Series own = measured.get(key);
        Series other = against == null ? null : measured.get(against);
        if (own == null || (against != null && other == null)) {
            return null;
        }
        return other == null ? own.median() : own.median() / other.median();
    }

    /** True if {@code reached} is good enough. */
    public boolean isMetBy(double reached) {
        return atLeast ? reached >= bound : reached <= bound;
    }

    /** As one would write it in a sentence. */
    public String text() {
        String sign = atLeast ? "≥ " : "≤ ";
        return against == null
                ? sign + String.format(Locale.ROOT, "%,.0f", bound)
                : sign + String.format(Locale.ROOT, "%.2f × (%s)", bound, against);
    }
}
