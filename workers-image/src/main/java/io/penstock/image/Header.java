package io.penstock.image;

import java.awt.color.ICC_Profile;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of itself before it is decoded.
 *
 * @param format what it is
 * @param width as stored, in pixels
 * @param height as stored, in pixels
 * @param frames frames, pages or scans, counted up to one more than are allowed
 * @param layout how a pixel is stored
 * @param orientation how it has to be turned
 * @param profile its colour profile; null for sRGB, and for what is not in colour
 */
record Header(
        SourceFormat format,
        int width,
        int height,
        int frames,
        Layout layout,
        Orientation orientation,
        @Nullable ICC_Profile profile) {

    /**
     * How a pixel is stored.
     *
     * @param channels 1 for grey and palettes, 3 for colour, one more with transparency, 4 for CMYK
     * @param bits of one channel
     * @param progressive whether the decoder must hold all of it, as coefficients or frames
     */
    record Layout(int channels, int bits, boolean progressive) {
        static final Layout COLOUR = new Layout(3, 8, false);
    }

    long pixels() {
        return (long) width * height;
    }

    int uprightWidth() {
        return orientation.isSideways() ? height : width;
    }

    int uprightHeight() {
        return orientation.isSideways() ? width : height;
    }
}
