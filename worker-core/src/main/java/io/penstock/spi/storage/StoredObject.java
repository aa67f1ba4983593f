package io.penstock.spi.storage;

/**
 * An object that was written.
 *
 * @param url as it was asked for
 * @param bytes its size
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
public record StoredObject(String url, long bytes, String sha256) {}
