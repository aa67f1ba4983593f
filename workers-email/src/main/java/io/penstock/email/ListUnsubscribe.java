package io.penstock.email;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a recipient leaves the list (RFC 2369 §3.2, one click: RFC 8058). Large mailbox providers demand it of bulk mail.
 *
 * @param url {@code https:} URL that unsubscribes whoever it names when it receives a POST; null for none
 * @param mailto address, or {@code mailto:} URI with parameters, that unsubscribes; null for none
 */
public record ListUnsubscribe(
        @Nullable String url, @Nullable String mailto) {
    private static final int MAX_LENGTH = 900;

    public ListUnsubscribe {
        if (url == null && mailto == null) {
            throw new IllegalArgumentException("list_unsubscribe: expected url or mailto, got neither");
        }
        if (url != null) {
            checkUrl(url);
        }
        if (mailto != null) {
            checkMailto(mailto);
        }
    }

    /** Value of {@code List-Unsubscribe}. */
    String header() {
        return Stream.of(url, mailtoUri())
                .filter(Objects::nonNull)
                .map(target -> "<" + target + ">")
                .collect(Collectors.joining(", "));
    }

    /** Whether {@code List-Unsubscribe-Post} may promise that a POST is enough. */
    boolean oneClick() {
        return url != null;
    }

    private @Nullable String mailtoUri() {
        return mailto == null || hasScheme(mailto) ? mailto : "mailto:" + mailto;
    }

    private static boolean hasScheme(String mailto) {
        return mailto.toLowerCase(Locale.ROOT).startsWith("mailto:");
    }

    private static void checkUrl(String url) {
        URI uri = uri("list_unsubscribe.url", url);
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "list_unsubscribe.url: expected an https URL with a host and no credentials");
        }
    }

    private static void checkMailto(String mailto) {
        if (hasScheme(mailto)) {
            uri("list_unsubscribe.mailto", mailto);
        }
        String target = hasScheme(mailto) ? mailto.substring("mailto:".length()) : mailto;
        int parameters = hasScheme(mailto) ? target.indexOf('?') : -1;
        Mailbox mailbox =
                Mailbox.parse("list_unsubscribe.mailto", parameters < 0 ? target : target.substring(0, parameters));
        if (mailbox.name() != null) {
            throw new IllegalArgumentException("list_unsubscribe.mailto: expected a bare address or a mailto: URI");
        }
    }

    /** A comma would start a second target, though a URI may contain one. */
    private static URI uri(String field, String text) {
        OneLine.checked(field, text, MAX_LENGTH);
        try {
            URI uri = new URI(text);
            if (text.indexOf(',') < 0 && text.equals(uri.toASCIIString())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, in the words of the payload
        }
        throw new IllegalArgumentException(
                field + ": expected an ASCII URI without spaces and commas (write %20 and %2C)");
    }
}
