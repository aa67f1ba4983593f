package io.penstock.spi.storage;

import java.io.InputStream;

/**
 * The objects of one URL scheme. Size caps, checksums and counting are the caller's; the backend only moves bytes. Safe to
 * use from any thread.
 */
public interface ObjectBackend {

    /** Opens an object for reading; closing the stream early must not read the rest. */
    InputStream open(String url) throws ObjectStoreException;

    /** Begins to write an object that nobody sees before {@link ObjectUpload#commit}. */
    ObjectUpload upload(String url, String contentType) throws ObjectStoreException;
}
