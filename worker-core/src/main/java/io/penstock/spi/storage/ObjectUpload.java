package io.penstock.spi.storage;

import java.io.Closeable;
import java.io.OutputStream;

/** An object in the making. Used by one thread. */
public interface ObjectUpload extends Closeable {

    /** Where its bytes go. The stream need not be closed; what it throws ends the upload. */
    OutputStream stream();

    /** Makes the object visible, in place of what was there, and durable. Called at most once. */
    void commit() throws ObjectStoreException;

    /** Ends the upload; without {@link #commit} nothing of it remains. Never throws. */
    @Override
    void close();
}
