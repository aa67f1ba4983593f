package io.penstock.spi;

import io.penstock.spi.storage.ObjectBackend;
import java.util.List;

/**
 * Brings another scheme to the {@link io.penstock.spi.storage.ObjectStore}. Found by {@link java.util.ServiceLoader} on the
 * class path of the process.
 *
 * <p>Lifecycle: {@link #scheme}, {@link #settings} and {@link #howToConfigure} answer without side effects and without
 * loading libraries, since every worker that has the provider on its class path asks; then {@link #isConfigured}; only if that
 * is true {@link #open}, once, on the main thread; {@link #close} after the last job.
 */
public interface ObjectStoreProvider extends AutoCloseable {

    /** The scheme of its URLs in lower case, without colon. */
    String scheme();

    /** Settings that it reads, so that they can be checked at start-up and printed. */
    List<Setting<?>> settings();

    /** One clause for the error that somebody gets who uses the scheme unconfigured: "set S3_ENDPOINT or AWS_REGION". */
    String howToConfigure();

    /** True if the settings ask for this scheme. */
    boolean isConfigured(SettingValues values);

    /**
     * Makes the scheme available. Should connect to nothing: a store that is away is the affair of the jobs that need it.
     *
     * @throws IllegalArgumentException if the settings do not fit together; stops the process with the message
     */
    ObjectBackend open(SettingValues values);

    /** Releases what {@link #open} opened. */
    @Override
    void close();
}
