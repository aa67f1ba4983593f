package io.penstock.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One thing that is asked of the shared ledger.
 *
 * @param verb what ledger.lua is to do
 * @param key the job's entry
 * @param claim whose claim on it, with its colon
 * @param value what the entry becomes, where the verb needs it
 * @param answer completes with a {@code Long} or {@code byte[]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Command(byte[] verb, byte[] key, byte[] claim, byte[] value, CompletableFuture<Object> answer) {
    static final long YES = 1;

    private static final byte[] NOTHING = {};
    private static final byte[] CLAIM = bytes("claim");
    private static final byte[] DONE = bytes("done");
    private static final byte[] TOLD = bytes("told");
    private static final byte[] RELEASE = bytes("release");
    private static final byte[] RENEW = bytes("renew");

    static Command claim(String key, String claim) {
        return of(CLAIM, key, claim, NOTHING);
    }

    static Command done(String key, String claim, byte[] value) {
        return of(DONE, key, claim, value);
    }

    static Command told(String key) {
        return of(TOLD, key, "", NOTHING);
    }

    static Command release(String key, String claim) {
        return of(RELEASE, key, claim, NOTHING);
    }

    /** @param token put back should the entry be gone */
    static Command renew(String key, String claim, long token) {
        return of(RENEW, key, claim, bytes("R" + token + claim));
    }

    private static Command of(byte[] verb, String key, String claim, byte[] value) {
        return new Command(verb, bytes(key), bytes(claim), value, new CompletableFuture<>());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
