package io.penstock.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
    static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    /** How long to wait, at most 24 hours; empty if it does not say so. */
    static Optional<Duration> read(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        Duration wait = text.matches("\\d{1,18}") ? Duration.ofSeconds(Long.parseLong(text)) : until(text, now);
        if (!wait.isPositive()) {
            return Optional.empty();
        }
        return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Duration until(String date, Instant now) {
        try {
            return Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
