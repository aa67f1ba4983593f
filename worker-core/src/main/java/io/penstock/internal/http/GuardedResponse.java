package io.penstock.internal.http;

import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.spi.http.OutboundResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A response of OkHttp whose body is capped while it is read. */
final class GuardedResponse implements OutboundResponse {
    private final Response response;
    private final InetSocketAddress address;
    private final InputStream body;

    GuardedResponse(Response response, InetSocketAddress address, long maxBytes) {
        this.response = response;
        this.address = address;
        this.body = new Capped(response, maxBytes);
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public Map<String, List<String>> headers() {
        return response.headers().toMultimap();
    }

    @Override
    public @Nullable String header(String name) {
        return response.header(name);
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        response.close();
    }

    private static final class Capped extends FilterInputStream {
        private final Response response;
        private final long maxBytes;
        private long left;

        Capped(Response response, long maxBytes) {
            super(response.body().byteStream());
            this.response = response;
            this.maxBytes = maxBytes;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** Asks for one byte more than is left, so that the end of the body and the end of the allowance differ. */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = readOnce(bytes, offset, left >= length ? length : (int) left + 1);
            if (count > left) {
                close();
                throw new OutboundHttpException(
                        Reason.TOO_LARGE, "response: expected at most " + maxBytes + " bytes, got more", null);
            }
            left -= Math.max(count, 0);
            return count;
        }

        private int readOnce(byte[] bytes, int offset, int length) throws OutboundHttpException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw Failures.of(response.request().url(), e);
            }
        }

        @Override
        public long skip(long count) {
            return 0; // callers read instead, and are counted
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
