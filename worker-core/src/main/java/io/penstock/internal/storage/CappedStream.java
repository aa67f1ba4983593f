package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an error when more bytes come than allowed, and tells every failure as that of its object. */
final class CappedStream extends InputStream {
    private final InputStream in;
    private final String url;
    private final long maxBytes;
    private long left;

    CappedStream(InputStream in, String url, long maxBytes) {
        this.in = in;
        this.url = url;
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    @Override
    public int read() throws ObjectStoreException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Asks for one byte more than is left, so that the end of the object and the end of the allowance differ. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws ObjectStoreException {
        if (length == 0) {
            return 0;
        }
        int count = readSome(bytes, offset, left >= length ? length : (int) left + 1);
        if (count > left) {
            left = 0;
            throw new ObjectStoreException(Reason.TOO_LARGE, url, "expected at most " + maxBytes + " bytes, got more");
        }
        left -= Math.max(count, 0);
        return count;
    }

    private int readSome(byte[] bytes, int offset, int length) throws ObjectStoreException {
        try {
            return in.read(bytes, offset, length);
        } catch (ObjectStoreException e) {
            throw e;
        } catch (IOException e) {
            throw new ObjectStoreException(Reason.UNAVAILABLE, url, "reading it broke off: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
