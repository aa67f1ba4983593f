package io.penstock.webhook.secret;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.io.IOException;
import java.util.List;

/**
 * A place where signing secrets are kept. Found by {@link java.util.ServiceLoader} where the worker's own classes are.
 *
 * <p>Lifecycle: {@link #scheme} and {@link #settings} answer without side effects; {@link #open} once, at the start; then {@link
 * #find} for each delivery, from many threads.
 */
public interface SecretProvider {

    /** What a {@code secret_ref} begins with, before the colon: lower-case letters. */
    String scheme();

    /** Settings that it reads. */
    List<Setting<?>> settings();

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if they are wrong; stops the process with the message
     */
    void open(SettingValues values);

    /**
     * Finds the secrets of that name, asking the place itself or a memory of at most some seconds.
     *
     * @param name what stands behind the colon: 1 to 128 characters of {@code [A-Za-z0-9._-]}, not beginning with a dot
     * @return several while they are rotated, the newest first; none if there is no such name
     * @throws IOException if the place cannot be read now; the delivery is tried again later
     */
    List<String> find(String name) throws IOException;
}
