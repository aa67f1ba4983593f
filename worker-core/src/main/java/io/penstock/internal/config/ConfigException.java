package io.penstock.internal.config;

/** A configuration that cannot be used. The message names the setting, what was expected and what was found. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
