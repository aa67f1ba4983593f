package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Which URLs may be called, by their text. Stricter than the URL parser, because two parsers that understand a URL differently
 * are how guards are walked around.
 *
 * @param plainAllowed whether {@code http:} is, besides {@code https:}
 */
record UrlRules(boolean plainAllowed) {
    private static final int LONGEST = 4_096;
    private static final int FIRST_UNPRIVILEGED_PORT = 1_024;
    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#]*)([/?#].*)?");
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e&&[^\\\\]]*");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern NUMERIC = Pattern.compile("(?i)\\d+|0x[0-9a-f]*");

    /** Unprivileged ports of other protocols: the Fetch standard's list of bad ports. */
    private static final Set<Integer> BAD_PORTS = Set.of(
            1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
            10080);

    /** Reads {@code text} and checks it. */
    HttpUrl check(String text) throws OutboundHttpException {
        Matcher url = URL.matcher(text);
        if (text.length() > LONGEST || !VISIBLE_ASCII.matcher(text).matches() || !url.matches()) {
            throw invalid("URL: expected https://host/path in at most " + LONGEST
                    + " printable ASCII characters (host names in punycode, the rest percent-encoded, no backslash)");
        }
        if (!plainAllowed && !url.group(1).equalsIgnoreCase("https")) {
            throw invalid("URL: expected https:, got http:, which PENSTOCK_OUTBOUND_ALLOW_PLAIN=true allows");
        }
        checkAuthority(url.group(2));
        HttpUrl parsed = HttpUrl.parse(text);
        if (parsed == null) {
            throw invalid("URL: expected https://host/path, got something that is no URL");
        }
        if (url.group(2).startsWith("[") && !parsed.host().contains(":")) {
            throw otherwiseWritten(); // IPv4-mapped
        }
        checkPort(parsed);
        return parsed;
    }

    private static OutboundHttpException otherwiseWritten() {
        return invalid("URL: expected an IPv4 address as a.b.c.d in decimal, got another way to write one");
    }

    private static void checkAuthority(String text) throws OutboundHttpException {
        if (text.contains("@")) {
            throw invalid("URL: expected no user name or password before the host");
        }
        Matcher authority = AUTHORITY.matcher(text);
        if (!authority.matches()) {
            throw invalid("URL: expected a host name, an IPv4 address as a.b.c.d or an IPv6 address in brackets");
        }
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        if (host.startsWith("[") ? host.contains(".") : endsInNumber(host) && !isDotted(host)) {
            throw otherwiseWritten();
        }
    }

    /** Where browsers and resolvers begin to read a host as an IPv4 address. */
    private static boolean endsInNumber(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NUMERIC.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
    }

    private static boolean isDotted(String host) {
        String[] octets = host.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    private static void checkPort(HttpUrl url) throws OutboundHttpException {
        int port = url.port();
        boolean usual = port == 80 || port == 443;
        if (!usual && (port < FIRST_UNPRIVILEGED_PORT || BAD_PORTS.contains(port))) {
            throw invalid(
                    "URL: expected port 80, 443 or one from 1024 that no other protocol is known for, got " + port);
        }
    }

    private static OutboundHttpException invalid(String message) {
        return new OutboundHttpException(Reason.INVALID_REQUEST, message, null);
    }
}
