package io.penstock.spi.http;

import java.io.Closeable;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response whose body is still to be read, by one thread. */
public interface OutboundResponse extends Closeable {

    /** The HTTP status, from 200. */
    int status();

    /** All headers by lower-case name. */
    Map<String, List<String>> headers();

    /** The last value of a header, letter case of the name ignored; null if there is none. */
    @Nullable
    String header(String name);

    /**
     * The body, decompressed if the request did not ask for a coding itself. Reading throws {@link OutboundHttpException}
     * when the call's time or size is used up.
     */
    InputStream body();

    /** The address that answered. */
    InetSocketAddress address();

    /** Lets go of the connection; reads no further. Never throws. */
    @Override
    void close();
}
