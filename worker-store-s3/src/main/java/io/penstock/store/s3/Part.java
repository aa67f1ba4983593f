package io.penstock.store.s3;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;

/** The bytes of the next request; grows as far as needed. Sent without being copied, and again as they are if need be. */
final class Part {
    /** 10,000 parts of this size make the largest object: 80 GiB. S3 wants at least 5 MiB. */
    static final int SIZE = 8 * 1024 * 1024;

    private static final int FIRST_SIZE = 64 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int count;

    boolean isFull() {
        return count == SIZE;
    }

    /** Takes as many bytes as fit, and says how many. */
    int fill(byte[] source, int offset, int length) {
        int taken = Math.min(length, SIZE - count);
        if (count + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(SIZE, Math.max(2 * bytes.length, count + taken)));
        }
        System.arraycopy(source, offset, bytes, count, taken);
        count += taken;
        return taken;
    }

    void clear() {
        count = 0;
    }

    RequestBody body() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, count), count, "application/octet-stream");
    }

    /** Checksum that the server compares, in base64. */
    String md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, 0, count);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
