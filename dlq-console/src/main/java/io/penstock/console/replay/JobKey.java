package io.penstock.console.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By which an outcome finds its item among those of a replay. The ledger runs a job once for each replay, so one replay
 * publishes a job once: what has the same key is the same job.
 */
final class JobKey {
    private static final int DIGITS = 40;

    private JobKey() {}

    /**
     * The key of a job.
     *
     * @param queue  where it runs
     * @param tenant whose it is, null for nobody's
     * @param jobId  its id
     */
    static String of(String queue, @Nullable String tenant, String jobId) {
        MessageDigest digest = sha256();
        for (String part : new String[] {queue, tenant == null ? "" : tenant, jobId}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
