package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reports its end only if everything before it had the expected checksum. */
final class VerifiedStream extends InputStream {
    private final InputStream in;
    private final String url;
    private final String expected;
    private final MessageDigest digest = Sha256.start();
    private boolean verified;

    VerifiedStream(InputStream in, String url, String expected) {
        this.in = in;
        this.url = url;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count >= 0) {
            digest.update(bytes, offset, count);
        } else if (!verified) {
            verify();
        }
        return count;
    }

    private void verify() throws ObjectStoreException {
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(expected)) {
            throw new ObjectStoreException(
                    Reason.CHECKSUM_MISMATCH, url, "expected sha256 " + expected + ", got " + actual);
        }
        verified = true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
