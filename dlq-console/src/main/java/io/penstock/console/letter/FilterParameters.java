package io.penstock.console.letter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A filter as the API and the command line write it: {@code queue=emails&state=open,archived&since=2026-11-01T00:00:00Z}. */
public final class FilterParameters {
    /** The names that a filter knows. */
    public static final Set<String> NAMES =
            Set.of("queue", "type", "tenant", "error", "reason", "fingerprint", "since", "until", "q", "state");

    private static final int LONGEST = 512;

    private FilterParameters() {}

    /**
     * Reads a filter. Names that it does not know are left to the caller; empty values count as absent.
     *
     * @throws IllegalArgumentException if a value is none; the message names the parameter and what is expected
     */
    public static LetterFilter parse(Map<String, String> parameters) {
        var facets = new LetterFilter.Facets(
                text(parameters, "queue"),
                text(parameters, "type"),
                text(parameters, "tenant"),
                text(parameters, "error"),
                text(parameters, "reason"),
                text(parameters, "fingerprint"));
        return new LetterFilter(
                facets,
                instant(parameters, "since"),
                instant(parameters, "until"),
                text(parameters, "q"),
                states(text(parameters, "state")));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    name + ": expected at most " + LONGEST + " characters, none of them NUL");
        }
        return value.strip();
    }

    private static @Nullable Instant instant(Map<String, String> parameters, String name) {
        String value = text(parameters, name);
        try {
            Instant instant = value == null ? null : Instant.parse(value);
            if (instant == null || isStorable(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IllegalArgumentException(
                name + ": expected an instant between the years 0 and 9999, e.g. 2026-11-25T10:00:00Z, got " + value);
    }

    private static boolean isStorable(Instant instant) {
        return !instant.isBefore(Letters.EARLIEST) && instant.isBefore(Letters.LATEST);
    }

    private static Set<LetterState> states(@Nullable String words) {
        if (words == null) {
            return Set.of();
        }
        return Arrays.stream(words.split(",", -1))
                .map(String::strip)
                .map(word -> LetterState.of(word).orElseThrow(() -> unknownState(word)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LetterState.class)));
    }

    private static IllegalArgumentException unknownState(String word) {
        String known =
                Arrays.stream(LetterState.values()).map(LetterState::word).collect(Collectors.joining(", "));
        return new IllegalArgumentException("state: expected some of " + known + ", got " + word);
    }
}
