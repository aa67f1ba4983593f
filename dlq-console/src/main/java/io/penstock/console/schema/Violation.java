package io.penstock.console.schema;

import com.networknt.schema.Error;

/**
 * One thing that is wrong with a payload.
 *
 * @param field  JSON Pointer (RFC 6901) to the field, one that is missing or unknown included; empty for the payload itself
 * @param detail what was expected; never the value, which may be a secret
 */
public record Violation(String field, String detail) {

    static Violation of(Error error) {
        String place = error.getInstanceLocation().toString();
        String property = error.getProperty();
        boolean concernsChild = property != null && !place.endsWith("/" + escaped(property));
        return new Violation(concernsChild ? place + "/" + escaped(property) : place, error.getMessage());
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
