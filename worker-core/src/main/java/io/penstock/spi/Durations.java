package io.penstock.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in configuration. */
public final class Durations {
    /** No timer, calendar or broker can be relied on beyond this. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d} or ISO-8601 such as {@code PT30S}.
     *
     * @throws IllegalArgumentException if it is none of these, negative, or longer than 36,500 days
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected a duration of at most 36500d");
        }
        return duration;
    }

    private static Duration read(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = SHORT.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // reported below in the words of the configuration
        }
        throw new IllegalArgumentException("expected a duration such as 250ms, 30s, 5m, 2h or 7d");
    }
}
