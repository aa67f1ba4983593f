package io.penstock.spi.storage;

import java.io.InputStream;

/**
 * Reads and writes objects by URL: {@code file:///…} below {@code OBJECT_STORE_ROOT}, {@code s3://bucket/key} where
 * {@code worker-store-s3} is on the class path and configured, {@code https://…} for reading. Safe to use from any
 * thread; every call blocks, which is fine on a job's thread.
 */
public interface ObjectStore {

    /**
     * Opens an object for reading from its beginning. Nothing is held in memory but a buffer.
     *
     * @param url of the object, at most 4,096 characters
     * @param maxBytes from 0; reading one byte more fails with {@link ObjectStoreException.Reason#TOO_LARGE}, whatever
     *     size was announced
     * @return a stream to close, whose {@code read} throws {@link ObjectStoreException} too
     * @throws ObjectStoreException if it cannot be opened; the reason says whether trying again may help
     */
    InputStream open(String url, long maxBytes) throws ObjectStoreException;

    /**
     * The same for content that is known: the end of the stream is only reported if all that was read has this
     * checksum, else reading it fails with {@link ObjectStoreException.Reason#CHECKSUM_MISMATCH}.
     *
     * @param sha256 64 hexadecimal digits
     */
    InputStream open(String url, long maxBytes, String sha256) throws ObjectStoreException;

    /**
     * Writes a whole object. Others see all of it or what was there before, never a part, however this ends; of several
     * that write the same URL at once one whole object remains. Writing again replaces it, so a job that runs again with
     * the same content leaves the same object.
     *
     * @param url of the object, at most 4,096 characters
     * @param contentType a media type such as {@code application/pdf}; kept where the store can
     * @param content writes the bytes; called once, on this thread, before this method returns
     * @throws ObjectStoreException if the object was not written, or – {@link ObjectStoreException.Reason#UNAVAILABLE}
     *     only – if it is not known whether it was
     */
    StoredObject write(String url, String contentType, ObjectContent content) throws ObjectStoreException;
}
