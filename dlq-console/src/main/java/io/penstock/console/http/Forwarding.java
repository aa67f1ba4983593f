package io.penstock.console.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the console is reached.
 *
 * @param basePath   what all paths begin with, {@code /penstock}; empty for none
 * @param trustProxy whether {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Prefix} are believed. Only if every
 *     call comes through a proxy that sets them
 * @param publicUrl  what browsers call the console, without the base path; null if that is what the Host header says
 */
public record Forwarding(
        String basePath, boolean trustProxy, @Nullable URI publicUrl) {

    public Forwarding {
        if (!basePath.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new IllegalArgumentException("expected a path such as /penstock, without a slash at its end");
        }
    }

    /** Directly, at the root. */
    public static Forwarding none() {
        return new Forwarding("", false, null);
    }
}
