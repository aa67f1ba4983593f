package io.penstock.email;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a payload may add to its mail: any that are not the worker's, the relay's or another field's. */
final class ExtraHeaders {
    private static final int MAX_COUNT = 50;
    private static final int MAX_NAME = 76;
    /** RFC 5322 §2.1.1: a line has at most 998 characters. */
    private static final int MAX_LINE = 998;
    /** {@code ftext} of RFC 5322 §3.6.8: printable ASCII without the colon. */
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x39\\x3B-\\x7E]{1," + MAX_NAME + "}");

    private static final Set<String> RESERVED = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "return-path",
            "received",
            "delivered-to",
            "dkim-signature",
            "authentication-results");
    private static final Pattern RESERVED_FAMILY = Pattern.compile("(mime|content|resent|arc|list-unsubscribe)(-.*)?");
    private static final Set<String> SET_BY_BULK = Set.of("precedence", "auto-submitted");

    private ExtraHeaders() {}

    /** @throws IllegalArgumentException naming the first header that may not be added, and why */
    static void check(Map<String, String> headers, boolean bulk) {
        if (headers.size() > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "headers: expected at most " + MAX_COUNT + " headers, got " + headers.size());
        }
        Set<String> seen = new HashSet<>();
        headers.forEach((name, value) -> {
            checkName(name, bulk);
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: expected each name once, got " + name + " twice");
            }
            OneLine.checked("headers." + name, value, MAX_LINE - name.length() - ": ".length());
        });
    }

    private static void checkName(String name, boolean bulk) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("headers: expected names of 1 to " + MAX_NAME
                    + " printable ASCII characters without colon or space, got " + OneLine.shown(name));
        }
        String key = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(key) || RESERVED_FAMILY.matcher(key).matches()) {
            throw new IllegalArgumentException("headers: expected no header that has a field of its own or is set by"
                    + " the worker or the relay, got " + name);
        }
        if (bulk && SET_BY_BULK.contains(key)) {
            throw new IllegalArgumentException("headers: expected no " + name + ", since bulk sets it");
        }
    }
}
