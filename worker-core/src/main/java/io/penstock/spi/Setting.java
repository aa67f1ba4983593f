package io.penstock.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One configuration value: its name, what it means, how it is read. Found in this order: flag {@code --name=value},
 * environment variable, configuration file, default. Letter case does not matter, and {@code _}, {@code -} and {@code .}
 * mean the same.
 *
 * @param name upper case with underscores, e.g. {@code SMTP_URL}
 * @param defaultText the default as one would write it; null if a value must be given
 * @param secret masked whenever it is printed; can also be given as {@code NAME_FILE}, a path to read
 * @param description one sentence for {@code --print-config} and the documentation
 * @param parser turns text into the value; throws {@link IllegalArgumentException} with "expected …" as its message
 */
public record Setting<T>(
        String name, @Nullable String defaultText, boolean secret, String description, Parser<T> parser) {

    /** Reads a value from text. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads a value.
         *
         * @throws IllegalArgumentException with a message that says what was expected, without repeating the text
         */
        T parse(String text);
    }

    public Setting {
        if (!name.matches("[A-Z][A-Z0-9_]*")) {
            throw new IllegalArgumentException("setting name: expected upper case with underscores, got " + name);
        }
    }

    /** True if start-up fails when nobody gives a value. */
    public boolean required() {
        return defaultText == null;
    }

    /** A piece of text; an empty default means "not set". */
    public static Setting<String> text(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, false, description, text -> text);
    }

    /** A piece of text that is never shown; an empty default means "not set". */
    public static Setting<String> secretText(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, true, description, text -> text);
    }

    /** A whole number between {@code min} and {@code max}, both included. */
    public static Setting<Integer> integer(String name, int defaultValue, int min, int max, String description) {
        return new Setting<>(name, Integer.toString(defaultValue), false, description, text -> integer(text, min, max));
    }

    /** A duration such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d} or ISO-8601 {@code PT30S}. */
    public static Setting<Duration> duration(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, false, description, Durations::parse);
    }

    /** A duration between {@code min} and {@code max}, both included. */
    public static Setting<Duration> duration(
            String name, String defaultText, Duration min, Duration max, String description) {
        return new Setting<>(name, defaultText, false, description, text -> {
            Duration value = Durations.parse(text);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(
                        "expected a duration from " + min.toSeconds() + "s to " + max.toSeconds() + "s");
            }
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> bool(String name, boolean defaultValue, String description) {
        return new Setting<>(name, Boolean.toString(defaultValue), false, description, Setting::bool);
    }

    /** Names separated by commas; empty means none. */
    public static Setting<List<String>> list(String name, String defaultText, String description) {
        return new Setting<>(name, defaultText, false, description, Setting::list);
    }

    /** One of a few words; the first is the default. */
    public static Setting<String> choice(String name, List<String> choices, String description) {
        return new Setting<>(name, choices.getFirst(), false, description, text -> {
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (!choices.contains(word)) {
                throw new IllegalArgumentException("expected one of " + String.join(", ", choices));
            }
            return word;
        });
    }

    private static int integer(String text, int min, int max) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, together with the range
        }
        throw new IllegalArgumentException("expected a whole number from " + min + " to " + max);
    }

    private static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
