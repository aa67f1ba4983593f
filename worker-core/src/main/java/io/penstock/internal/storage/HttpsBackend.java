package io.penstock.internal.storage;

import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import io.penstock.spi.storage.ObjectBackend;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import io.penstock.spi.storage.ObjectUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What an {@code https:} URL names; for reading only.
 *
 * @param http which addresses are allowed is its affair
 * @param timeout for one object, from the name look-up to its last byte
 */
record HttpsBackend(OutboundHttp http, Duration timeout) implements ObjectBackend {
    private static final int OK = 200;

    @Override
    public InputStream open(String url) throws ObjectStoreException {
        try {
            OutboundResponse response = http.send(OutboundRequest.get(url).within(timeout, Long.MAX_VALUE - 1));
            if (response.status() != OK) {
                response.close();
                throw refusal(url, response.status());
            }
            return new Body(response, url);
        } catch (OutboundHttpException e) {
            throw failure(url, e);
        }
    }

    private static ObjectStoreException refusal(String url, int status) {
        String message = "expected status 200, got " + status;
        return switch (status) {
            case 404, 410 -> new ObjectStoreException(Reason.NOT_FOUND, url, message);
            case 408, 425, 429 -> new ObjectStoreException(Reason.UNAVAILABLE, url, message);
            case 301, 302, 303, 307, 308 ->
                new ObjectStoreException(
                        Reason.REFUSED,
                        url,
                        message + ", a redirect, which is not followed: give the URL that it leads to");
            default -> new ObjectStoreException(status < 500 ? Reason.REFUSED : Reason.UNAVAILABLE, url, message);
        };
    }

    static ObjectStoreException failure(String url, OutboundHttpException failure) {
        Reason reason = switch (failure.reason()) {
            case INVALID_REQUEST -> Reason.INVALID_URL;
            case BLOCKED_ADDRESS -> Reason.REFUSED;
            case TOO_LARGE -> Reason.TOO_LARGE;
            case UNKNOWN_HOST, CONNECT_FAILED, TLS_FAILED, TIMED_OUT, BROKEN -> Reason.UNAVAILABLE;
        };
        return new ObjectStoreException(reason, url, String.valueOf(failure.getMessage()), failure);
    }

    @Override
    public ObjectUpload upload(String url, String contentType) throws ObjectStoreException {
        throw new ObjectStoreException(
                Reason.INVALID_URL, url, "expected file: or s3:, since https: objects can only be read");
    }

    private static final class Body extends FilterInputStream {
        private final OutboundResponse response;
        private final String url;

        Body(OutboundResponse response, String url) {
            super(response.body());
            this.response = response;
            this.url = url;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (OutboundHttpException e) {
                throw failure(url, e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (OutboundHttpException e) {
                throw failure(url, e);
            }
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
