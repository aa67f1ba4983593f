package io.penstock.internal.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names made of bytes. */
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
