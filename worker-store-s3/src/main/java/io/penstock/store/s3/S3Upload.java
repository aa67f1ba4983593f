package io.penstock.store.s3;

import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectUpload;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An object that is sent in one request if it fits into one part, and in parts otherwise. Holds one part in memory. S3 shows
 * an object when its last request succeeded, and not before.
 */
final class S3Upload implements ObjectUpload {
    private final LazyClient client;
    private final Target target;
    private final Part part = new Part();
    private final Sink sink = new Sink();
    private @Nullable Multipart multipart;

    /**
     * What is written.
     *
     * @param object where
     * @param contentType kept with it
     * @param url for messages
     */
    record Target(S3Url object, String contentType, String url) {}

    S3Upload(LazyClient client, Target target) {
        this.client = client;
        this.target = target;
    }

    @Override
    public OutputStream stream() {
        return sink;
    }

    @Override
    public void commit() throws ObjectStoreException {
        try {
            if (multipart == null) {
                putWhole();
            } else {
                multipart.add(part);
                multipart.complete();
                multipart = null;
            }
        } catch (SdkException e) {
            throw Failures.of(target.url, e);
        }
    }

    private void putWhole() {
        client.get()
                .putObject(
                        PutObjectRequest.builder()
                                .bucket(target.object.bucket())
                                .key(target.object.key())
                                .contentType(target.contentType)
                                .contentMD5(part.md5())
                                .build(),
                        part.body());
    }

    private void sendPart() throws ObjectStoreException {
        try {
            Multipart running = multipart;
            if (running == null) {
                running = Multipart.begin(client.get(), target);
                multipart = running;
            }
            running.add(part);
            part.clear();
        } catch (SdkException e) {
            throw Failures.of(target.url, e);
        }
    }

    @Override
    public void close() {
        Multipart unfinished = multipart;
        if (unfinished == null) {
            return;
        }
        multipart = null;
        try {
            unfinished.abort();
        } catch (SdkException e) {
            // invisible, and deleted by the bucket's rule for incomplete uploads
        }
    }

    /** Fills the part; a full one is sent when more comes, so that the last is never empty. */
    private final class Sink extends OutputStream {
        @Override
        public void write(int value) throws ObjectStoreException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws ObjectStoreException {
            int done = 0;
            while (done < length) {
                if (part.isFull()) {
                    sendPart();
                }
                done += part.fill(bytes, offset + done, length - done);
            }
        }
    }
}
