package io.penstock.console.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, as RFC 9457 has it.
 *
 * @param kind   the last part of its type URI, the same for all of its kind
 * @param title  the kind in a few words
 * @param status the HTTP status
 * @param detail this case in a sentence: what was expected, never a value that may be a secret
 * @param field  the parameter or field of the body that is wrong, null if none
 * @param headers headers that the status asks for, such as Retry-After
 */
public record Problem(
        String kind,
        String title,
        int status,
        String detail,
        @Nullable String field,
        Map<String, String> headers) {

    /** What the type URI of every kind begins with. */
    public static final String TYPE_PREFIX = "urn:penstock:problem:";

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problem(String kind, String title, int status, String detail) {
        this(kind, title, status, detail, null, Map.of());
    }

    /** 400: a parameter or a field of the body. */
    public static Problem invalid(String field, String detail) {
        return new Problem("invalid", "Something in the request does not fit", 400, detail, field, Map.of());
    }

    /** 400: the request as such. */
    public static Problem malformed(String detail) {
        return new Problem("malformed", "The request cannot be read", 400, detail);
    }

    /** 401. */
    public static Problem unauthenticated(String detail) {
        return new Problem("unauthenticated", "Sign in first", 401, detail, null, Map.of("WWW-Authenticate", "Bearer"));
    }

    /** 403: who it is does not suffice. */
    public static Problem forbidden(String detail) {
        return new Problem("forbidden", "Not allowed", 403, detail);
    }

    /** 403: another site may have made the browser send this. */
    public static Problem forged(String detail) {
        return new Problem("forged", "Not sent by a page of the console", 403, detail);
    }

    /** 404. */
    public static Problem notFound(String detail) {
        return new Problem("not-found", "There is nothing here", 404, detail);
    }

    /** 405. */
    public static Problem methodNotAllowed(String allowed) {
        return new Problem(
                "method-not-allowed",
                "Another method is needed",
                405,
                "expected one of " + allowed,
                null,
                Map.of("Allow", allowed));
    }

    /** 409: the state of things does not allow it. */
    public static Problem conflict(String detail) {
        return new Problem("conflict", "The state of things does not allow this", 409, detail);
    }

    /** 413. */
    public static Problem tooLarge(long limit) {
        return new Problem("too-large", "The body is too large", 413, "expected at most " + limit + " bytes");
    }

    /** 415. */
    public static Problem notJson() {
        return new Problem("not-json", "The body is not JSON", 415, "expected content type application/json");
    }

    /** 422: it can be read and makes no sense, such as a payload that its schema does not accept. */
    public static Problem unacceptable(String field, String detail) {
        return new Problem("unacceptable", "The content is not acceptable", 422, detail, field, Map.of());
    }

    /** 429. */
    public static Problem tooMany(String detail, long seconds) {
        return new Problem(
                "too-many",
                "Too many attempts",
                429,
                detail,
                null,
                Map.of("Retry-After", Long.toString(Math.max(1, seconds))));
    }

    /** 500: a defect, of which the log says more under the request's id. */
    public static Problem internal() {
        return new Problem(
                "internal",
                "Something broke",
                500,
                "the console's log says more under this request's id; whether anything was changed is not known");
    }

    /** 502: whom we asked did not answer as it should. */
    public static Problem upstream(String detail) {
        return new Problem("upstream", "Another service did not answer", 502, detail);
    }

    /** 503. */
    public static Problem unavailable(String detail) {
        return new Problem("unavailable", "Not now", 503, detail, null, Map.of("Retry-After", "5"));
    }

    /** Any other status that the server itself decided on. */
    static Problem ofStatus(int status, String detail) {
        return new Problem("http-" + status, "The request was refused", status, detail);
    }

    /** The document, with the request's id. */
    Map<String, Object> document(String requestId) {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", TYPE_PREFIX + kind);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        if (field != null) {
            document.put("field", field);
        }
        document.put("request_id", requestId);
        return document;
    }
}
