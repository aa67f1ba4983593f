package io.penstock.image;

import java.time.Duration;

/**
 * What a source may cost. Checked against what its header says before anything is decoded.
 *
 * @param maxPixels width times height of one frame
 * @param time how long decoding and making all renditions may take
 */
record Limits(long maxPixels, Duration time) {
    static final int MAX_SIDE = 16_384;
    static final int MAX_RENDITIONS = 20;
    static final int MAX_FRAMES = 100;
    static final long MAX_BYTES = 25L * 1024 * 1024;
    static final long MAX_OUTPUT_PIXELS = 50_000_000;

    void check(Header header) throws PictureException {
        if (header.width() < 1 || header.height() < 1) {
            throw new PictureException("the picture has no pixels: " + size(header));
        }
        if (header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
            throw new PictureException(
                    "expected a picture of at most " + MAX_SIDE + " pixels on a side, got " + size(header));
        }
        if ((long) header.width() * header.height() > maxPixels) {
            throw new PictureException("expected a picture of at most " + maxPixels + " pixels, got " + size(header));
        }
        if (header.frames() > MAX_FRAMES) {
            throw new PictureException("expected at most " + MAX_FRAMES + " frames, pages or scans, got more");
        }
    }

    private static String size(Header header) {
        return header.width() + " x " + header.height();
    }
}
