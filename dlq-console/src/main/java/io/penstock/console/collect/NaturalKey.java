package io.penstock.console.collect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By what a dead letter that is delivered again is recognized. */
final class NaturalKey {
    private static final int DIGITS = 40;

    private NaturalKey() {}

    /**
     * The same for the same job's same death. A message that says nothing of its id or its death has a key of its own each
     * time: better twice than lost, as two of them may be equal to the last bit.
     */
    static String of(String queue, String id, Cause cause, @Nullable String replayId, byte[] body) {
        if (id.isEmpty() || cause.at() == null || cause.written() == null) {
            return ordered(Instant.now()) + UUID.randomUUID();
        }
        MessageDigest digest = sha256();
        for (String part :
                new String[] {queue, id, cause.written(), cause.reason(), replayId == null ? "" : replayId}) {
            add(digest, part.getBytes(StandardCharsets.UTF_8));
        }
        add(digest, body);
        return ordered(cause.at()) + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /** Keys of one time lie together in the index: scattered ones would each cost a page of it at every commit. */
    private static String ordered(Instant at) {
        return HexFormat.of().toHexDigits(at.toEpochMilli());
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
