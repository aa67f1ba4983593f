package io.penstock.pdf;

import java.time.Duration;

/**
 * What one job may use.
 *
 * @param time from the first byte of input to the last of output
 * @param pages of the document
 * @param rows of a table
 */
record Limits(Duration time, int pages, int rows) {
    /** Most characters of a document, after its template was filled in. */
    static final int HTML = 4 * 1024 * 1024;

    /** Most elements of a document. */
    static final int ELEMENTS = 100_000;

    /** How deep elements may nest; layout recurses. */
    static final int DEPTH = 100;

    /** Most columns or rows that a cell may span. */
    static final int SPAN = 1_000;

    /** Most characters of all style sheets together. */
    static final int CSS = 512 * 1024;

    /** Most rules of all style sheets together. */
    static final int CSS_RULES = 5_000;

    /** Most bytes of one image, font or style sheet. */
    static final long RESOURCE = 25L * 1024 * 1024;

    /** Most bytes of all images, fonts and style sheets of a document, which are in memory while it is made. */
    static final long ALL_RESOURCES = 64L * 1024 * 1024;

    /** Most images, fonts and style sheets of a document. */
    static final int RESOURCES = 200;

    /** Most pixels of one image. */
    static final long PIXELS = 25_000_000;

    /** Most bytes of a CSV or NDJSON object. */
    static final long ROWS_OBJECT = 1024L * 1024 * 1024;

    /** Most characters of one cell. */
    static final int CELL = 10_000;
}
