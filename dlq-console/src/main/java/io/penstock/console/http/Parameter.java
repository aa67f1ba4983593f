package io.penstock.console.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a path or a query: its name, what fits, how it is read.
 *
 * @param name        as it is written in the URL
 * @param description one sentence for the OpenAPI document
 * @param shape       what fits
 */
public record Parameter(String name, String description, Shape shape) {

    /** What fits. */
    public sealed interface Shape {
        /** Text up to so many characters, not empty. */
        record Text(int longest) implements Shape {}

        /** A whole number. */
        record Whole(int min, int max, @Nullable Integer fallback) implements Shape {}

        /** A row's id in decimal. */
        record Id() implements Shape {}

        /** An ISO-8601 instant. */
        record Moment() implements Shape {}

        /** One of some words. */
        record Choice(List<String> words) implements Shape {}
    }

    public static Parameter text(String name, int longest, String description) {
        return new Parameter(name, description, new Shape.Text(longest));
    }

    public static Parameter whole(String name, int min, int max, int fallback, String description) {
        return new Parameter(name, description, new Shape.Whole(min, max, fallback));
    }

    public static Parameter id(String name, String description) {
        return new Parameter(name, description, new Shape.Id());
    }

    public static Parameter moment(String name, String description) {
        return new Parameter(name, description, new Shape.Moment());
    }

    public static Parameter choice(String name, List<String> words, String description) {
        return new Parameter(name, description, new Shape.Choice(words));
    }

    /**
     * Reads a value: text, {@link Integer}, {@link Long} or {@link Instant}.
     *
     * @throws ProblemException if it does not fit
     */
    Object read(String text) {
        return switch (shape) {
            case Shape.Text limit -> {
                require(!text.isEmpty() && text.length() <= limit.longest(), "text of 1 to " + limit.longest());
                require(text.indexOf('\0') < 0, "text without the character 0");
                yield text;
            }
            case Shape.Whole range -> whole(text, range);
            case Shape.Id id -> {
                require(text.matches("[1-9][0-9]{0,17}"), "an id: a decimal number");
                yield Long.parseLong(text);
            }
            case Shape.Moment moment -> moment(text);
            case Shape.Choice choice -> {
                require(choice.words().contains(text), "one of " + String.join(", ", choice.words()));
                yield text;
            }
        };
    }

    private Integer whole(String text, Shape.Whole range) {
        String expected = "a whole number from " + range.min() + " to " + range.max();
        require(text.matches("-?[0-9]{1,9}"), expected);
        int value = Integer.parseInt(text);
        require(value >= range.min() && value <= range.max(), expected);
        return value;
    }

    /** Databases know fewer years than Java. */
    private Instant moment(String text) {
        String expected = "an ISO-8601 instant such as 2026-11-25T10:00:00Z, of the years 1970 to 9999";
        try {
            Instant instant = Instant.parse(text);
            require(
                    !instant.isBefore(Instant.EPOCH) && instant.isBefore(Instant.parse("9999-12-31T00:00:00Z")),
                    expected);
            return instant;
        } catch (DateTimeParseException e) {
            throw mismatch(expected);
        }
    }

    private void require(boolean fits, String expected) {
        if (!fits) {
            throw mismatch(expected);
        }
    }

    private ProblemException mismatch(String expected) {
        return new ProblemException(Problem.invalid(name, "parameter " + name + ": expected " + expected));
    }
}
