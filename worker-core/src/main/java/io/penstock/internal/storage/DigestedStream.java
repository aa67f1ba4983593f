package io.penstock.internal.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and digests what is written. Closing it flushes only: whoever made the stream below closes that. */
final class DigestedStream extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest = Sha256.start();
    private long bytes;

    DigestedStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        digest.update(buffer, offset, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    long bytes() {
        return bytes;
    }

    /** Of all that was written; to be called once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
