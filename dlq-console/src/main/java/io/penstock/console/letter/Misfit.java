package io.penstock.console.letter;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What workers say of payloads that they cannot decode, which have no stack to tell one cause from another. */
final class Misfit {
    /** {@code payload field items[3].price: expected long, got something else}. */
    private static final Pattern MESSAGE = Pattern.compile(
            "payload(?: field (\\S{1,200}))?: (?:([\\w.]{1,60}): )?(expected [^,:]{1,80})?.*", Pattern.DOTALL);

    /** What is below a field of the payload itself may be named by whoever sends it, such as the keys of a map. */
    private static final Pattern BELOW = Pattern.compile("[.\\[].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final String UNKNOWN = "got an unknown field";

    private Misfit() {}

    /**
     * The place and what was expected there, without anything that differs from payload to payload; empty if this is not
     * what workers say. Names that a sender makes up are left out, as he could make as many groups: those of unknown fields,
     * and all below the payload's own fields.
     */
    static String of(@Nullable String message) {
        Matcher parts = message == null ? null : MESSAGE.matcher(message);
        if (message == null || parts == null || !parts.matches()) {
            return "";
        }
        String path = Objects.requireNonNullElse(parts.group(1), "");
        String field = BELOW.matcher(path).replaceFirst("");
        if (message.endsWith(UNKNOWN)) {
            return field.equals(path) ? UNKNOWN : field + " " + UNKNOWN;
        }
        String inner = Objects.requireNonNullElse(parts.group(2), "");
        String expected = Objects.requireNonNullElse(parts.group(3), "");
        return (field + " " + inner + " " + NUMBER.matcher(expected).replaceAll("#")).strip();
    }
}
