package io.penstock.pdf;

/**
 * Result of {@code pdf.render}.
 *
 * @param url the object that was written
 * @param pages how many it has
 * @param bytes its size
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
public record PdfResult(String url, int pages, long bytes, String sha256) {}
