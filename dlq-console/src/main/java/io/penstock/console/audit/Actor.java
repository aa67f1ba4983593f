package io.penstock.console.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who acted.
 *
 * @param kind    {@code user}, {@code token}, {@code anonymous} or {@code console}
 * @param id      the row's id of the user or token, null for the others
 * @param name    the user's or token's name, null for the others
 * @param address where the call came from
 */
public record Actor(
        String kind, @Nullable String id, @Nullable String name, String address) {

    /** Somebody who is not signed in. */
    public static Actor anonymous(String address) {
        return new Actor("anonymous", null, null, address);
    }
}
