package io.penstock.spi.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request. Immutable; not checked before it is sent.
 *
 * @param method {@code GET} or {@code POST}
 * @param url {@code https://…}, or {@code http://…} where that is allowed: printable ASCII, no user name or password
 * @param headers by name
 * @param body null for a request without
 * @param limits of the response
 */
public record OutboundRequest(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable Body body,
        Limits limits) {
    private static final Limits USUAL_LIMITS = new Limits(Duration.ofSeconds(15), 1_048_576);

    public OutboundRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * What is sent.
     *
     * @param contentType a media type
     * @param bytes not to be changed any more
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Body(String contentType, byte[] bytes) {}

    /**
     * How much of a response is taken.
     *
     * @param timeout positive, for the whole call: from the name look-up to the last byte of the body
     * @param maxBytes of the body after decompression, from 0; reading more fails
     */
    public record Limits(Duration timeout, long maxBytes) {
        public Limits {
            if (timeout.isNegative() || timeout.isZero() || maxBytes < 0) {
                throw new IllegalArgumentException(
                        "limits: expected a positive timeout and size, got " + timeout + " and " + maxBytes);
            }
        }
    }

    /** Asks for {@code url}; 15 s and 1 MiB unless told otherwise. */
    public static OutboundRequest get(String url) {
        return new OutboundRequest("GET", url, Map.of(), null, USUAL_LIMITS);
    }

    /** Sends {@code bytes} to {@code url}; 15 s and 1 MiB unless told otherwise. */
    public static OutboundRequest post(String url, String contentType, byte[] bytes) {
        return new OutboundRequest("POST", url, Map.of(), new Body(contentType, bytes), USUAL_LIMITS);
    }

    /** The same with this header, instead of one of the same spelling. */
    public OutboundRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OutboundRequest(method, url, more, body, limits);
    }

    /** The same with other limits. */
    public OutboundRequest within(Duration timeout, long maxBytes) {
        return new OutboundRequest(method, url, headers, body, new Limits(timeout, maxBytes));
    }
}
