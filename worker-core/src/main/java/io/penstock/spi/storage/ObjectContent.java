package io.penstock.spi.storage;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of an object, produced while they are stored. */
@FunctionalInterface
public interface ObjectContent {

    /**
     * Writes all bytes to {@code out}, which the caller closes.
     *
     * @throws IOException and anything else that is thrown leaves no object; what {@code out} throws says why
     */
    void writeTo(OutputStream out) throws IOException;
}
