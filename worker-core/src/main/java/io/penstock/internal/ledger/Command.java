package io.penstock.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * One thing that is asked of the shared ledger.
 *
 * @param verb what is asked
 * @param key the job's entry
 * @param claim whose claim on it, with its colon
 * @param value what the entry becomes, where the verb needs it
 * @param answer completes with a {@code Long} or {@code byte[]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Command(Verb verb, byte[] key, byte[] claim, byte[] value, CompletableFuture<Object> answer) {
    static final Long YES = 1L;

    private static final byte[] NOTHING = {};

    /** What ledger.lua can do. */
    enum Verb {
        CLAIM("claim"),
        DONE("done"),
        TOLD("told"),
        RELEASE("release"),
        RENEW("renew");

        private final String word;

        Verb(String word) {
            this.word = word;
        }

        byte[] word() {
            return bytes(word);
        }
    }

    private Command(Verb verb, byte[] key, byte[] claim, byte[] value) {
        this(verb, key, claim, value, new CompletableFuture<>());
    }

    static Command claim(byte[] key, byte[] claim) {
        return new Command(Verb.CLAIM, key, claim, NOTHING);
    }

    static Command done(byte[] key, byte[] claim, byte[] value) {
        return new Command(Verb.DONE, key, claim, value);
    }

    static Command told(byte[] key) {
        return new Command(Verb.TOLD, key, NOTHING, NOTHING);
    }

    static Command release(byte[] key, byte[] claim) {
        return new Command(Verb.RELEASE, key, claim, NOTHING);
    }

    /** @param token put back should the entry be gone */
    static Command renew(byte[] key, byte[] claim, long token) {
        return new Command(Verb.RENEW, key, claim, bytes("R" + token + new String(claim, StandardCharsets.UTF_8)));
    }

    boolean isClaim() {
        return verb == Verb.CLAIM;
    }

    /** Whether the other one asks for the same, of another job. */
    boolean asksAs(Command other) {
        return verb == other.verb && Arrays.equals(claim, other.claim) && Arrays.equals(value, other.value);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
