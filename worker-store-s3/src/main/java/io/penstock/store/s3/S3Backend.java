package io.penstock.store.s3;

import io.penstock.spi.storage.ObjectBackend;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects in S3.
 *
 * @param client shared by all
 */
record S3Backend(LazyClient client) implements ObjectBackend {

    @Override
    public InputStream open(String url) throws ObjectStoreException {
        S3Url object = S3Url.parse(url);
        try {
            return new Body(
                    client.get()
                            .getObject(GetObjectRequest.builder()
                                    .bucket(object.bucket())
                                    .key(object.key())
                                    .build()),
                    url);
        } catch (SdkException e) {
            throw Failures.of(url, e);
        }
    }

    @Override
    public ObjectUpload upload(String url, String contentType) throws ObjectStoreException {
        return new S3Upload(client, new S3Upload.Target(S3Url.parse(url), contentType, url));
    }

    /** Drops the connection when it is closed early: reading the rest would take as long as the object is large. */
    private static final class Body extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;
        private final String url;
        private boolean ended;

        Body(ResponseInputStream<GetObjectResponse> response, String url) {
            super(response);
            this.response = response;
            this.url = url;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = response.read(bytes, offset, length);
                ended |= count < 0;
                return count;
            } catch (SdkException e) {
                throw Failures.of(url, e);
            }
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                response.close();
            } else {
                response.abort();
            }
        }
    }
}
