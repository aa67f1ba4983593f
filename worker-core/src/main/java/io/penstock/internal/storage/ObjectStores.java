package io.penstock.internal.storage;

import io.penstock.spi.storage.ObjectBackend;
import io.penstock.spi.storage.ObjectContent;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import io.penstock.spi.storage.ObjectUpload;
import io.penstock.spi.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the backend by a URL's scheme, and caps, counts and digests what passes. Thread-safe.
 *
 * @param backends by scheme
 * @param howToConfigure by scheme, for those that are not configured
 */
record ObjectStores(Map<String, ObjectBackend> backends, Map<String, String> howToConfigure) implements ObjectStore {
    private static final int LONGEST_URL = 4_096;

    @Override
    public InputStream open(String url, long maxBytes) throws ObjectStoreException {
        return new CappedStream(backend(url).open(url), url, maxBytes);
    }

    @Override
    public InputStream open(String url, long maxBytes, String sha256) throws ObjectStoreException {
        String expected = sha256.toLowerCase(Locale.ROOT);
        if (!expected.matches("[0-9a-f]{64}")) {
            throw new ObjectStoreException(
                    Reason.CHECKSUM_MISMATCH, url, "expected a sha256 of 64 hexadecimal digits, got something else");
        }
        return new VerifiedStream(open(url, maxBytes), url, expected);
    }

    @Override
    public StoredObject write(String url, String contentType, ObjectContent content) throws ObjectStoreException {
        try (ObjectUpload upload = backend(url).upload(url, contentType)) {
            DigestedStream out = new DigestedStream(upload.stream());
            writeContent(content, out, url);
            upload.commit();
            return new StoredObject(url, out.bytes(), out.sha256());
        }
    }

    private static void writeContent(ObjectContent content, DigestedStream out, String url)
            throws ObjectStoreException {
        try {
            content.writeTo(out);
            out.flush();
        } catch (ObjectStoreException e) {
            throw e;
        } catch (IOException e) {
            throw new ObjectStoreException(Reason.UNAVAILABLE, url, "could not be written: " + e.getMessage(), e);
        }
    }

    private ObjectBackend backend(String url) throws ObjectStoreException {
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        ObjectBackend backend = backends.get(scheme);
        if (backend != null && url.length() <= LONGEST_URL) {
            return backend;
        }
        String how = howToConfigure.get(scheme);
        if (how != null) {
            throw new ObjectStoreException(Reason.NOT_CONFIGURED, url, scheme + ": is not configured: " + how);
        }
        throw new ObjectStoreException(
                Reason.INVALID_URL, url, "expected file:///…, s3://bucket/key or https://… in at most 4096 characters");
    }
}
