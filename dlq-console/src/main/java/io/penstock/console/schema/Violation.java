package io.penstock.console.schema;

import com.networknt.schema.Error;

/**
 * One thing that is wrong with a payload.
 *
 * @param field  JSON Pointer (RFC 6901) to the field, one that is missing or unknown included; empty for the payload itself
 * @param detail what was expected; never the value, which may be a secret
 */
public record Violation(String field, String detail) {
    private static final int LONGEST_PATTERN = 100;

    static Violation of(Error error) {
        String place = error.getInstanceLocation().toString();
        String property = error.getProperty();
        boolean concernsChild = property != null && !place.endsWith("/" + escaped(property));
        return new Violation(concernsChild ? place + "/" + escaped(property) : place, detail(error));
    }

    /** Some expressions take longer to read than the payload. */
    private static String detail(Error error) {
        String message = error.getMessage();
        return "pattern".equals(error.getKeyword()) && message.length() > LONGEST_PATTERN
                ? "does not have the form that the type's schema asks for (its pattern is in GET /api/v1/schemas)"
                : message;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
