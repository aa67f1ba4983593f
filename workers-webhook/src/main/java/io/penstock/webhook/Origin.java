package io.penstock.webhook;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scheme, host and port of a URL: what may be shown of it, since path and query are often secrets themselves. */
final class Origin {
    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://([A-Za-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?([/?#].*)?");

    private Origin() {}

    /** {@code https://example.com:443}; an empty text if it is no URL that could be called. */
    static String of(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            return "";
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String port = matcher.group(3);
        String usual = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://" + matcher.group(2).toLowerCase(Locale.ROOT) + (port == null ? usual : port);
    }
}
