package io.penstock.webhook;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that a job may add to its delivery: none that says how the message is framed, routed, coded or signed. */
final class CustomHeaders {
    static final String CONTENT_TYPE = "content-type";

    private static final int MOST = 50;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_IN_ALL = 8_192;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(;.*)?");
    private static final Pattern RESERVED = Pattern.compile("webhook-.*|proxy-.*|sec-.*|http2-settings");
    private static final Set<String> RESERVED_NAMES = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "max-forwards",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-real-ip");

    private CustomHeaders() {}

    /** @throws IllegalArgumentException names the header, never its value */
    static Map<String, String> checked(Map<String, String> headers) {
        if (headers.size() > MOST) {
            throw new IllegalArgumentException("headers: expected at most " + MOST + ", got " + headers.size());
        }
        Set<String> names = new HashSet<>();
        int size = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            checkName(header.getKey());
            checkValue(header.getKey(), header.getValue());
            size += header.getKey().length() + header.getValue().length();
            if (!names.add(header.getKey().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: expected " + header.getKey() + " once, got it twice");
            }
        }
        if (size > LONGEST_IN_ALL) {
            throw new IllegalArgumentException("headers: expected at most " + LONGEST_IN_ALL + " characters in all");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void checkName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "headers: expected names of at most " + LONGEST_NAME + " letters, digits and hyphens");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED_NAMES.contains(lower) || RESERVED.matcher(lower).matches()) {
            throw new IllegalArgumentException("headers." + name + ": expected none of the worker's own headers");
        }
    }

    private static void checkValue(String name, @Nullable String value) {
        if (value == null || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "headers." + name + ": expected printable ASCII without line breaks, got something else");
        }
        if (name.equalsIgnoreCase(CONTENT_TYPE) && !MEDIA_TYPE.matcher(value).matches()) {
            throw new IllegalArgumentException("headers." + name + ": expected a media type");
        }
    }
}
