package io.penstock.console.access;

import java.time.Instant;

/**
 * A user's session. The cookie holds its secret.
 *
 * @param hash      what is stored of the secret
 * @param csrfToken what a page must send with calls that change something; other sites cannot read it
 * @param expiresAt when it ends at the latest
 */
public record Session(String hash, String csrfToken, Instant expiresAt) {

    /** True if the page sent the right token. */
    public boolean isFrom(String sentCsrfToken) {
        return Secrets.same(csrfToken, sentCsrfToken);
    }

    @Override
    public String toString() {
        return "Session[expiresAt=" + expiresAt + "]";
    }
}
