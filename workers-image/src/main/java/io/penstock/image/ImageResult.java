package io.penstock.image;

import java.util.List;

/**
 * Result of {@code image.resize}.
 *
 * @param source what was read
 * @param renditions what was written, in the order of the payload
 */
public record ImageResult(SourcePicture source, List<Stored> renditions) {

    /**
     * The source.
     *
     * @param width in pixels, when held upright as its EXIF orientation says
     * @param height in pixels
     * @param format jpeg, png, gif, webp, bmp or tiff
     */
    public record SourcePicture(int width, int height, String format) {}

    /**
     * One rendition.
     *
     * @param name as in the payload
     * @param url as in the payload
     * @param width in pixels
     * @param height in pixels
     * @param bytes size of the object
     * @param sha256 of the object, 64 lower-case hexadecimal digits
     */
    public record Stored(String name, String url, int width, int height, long bytes, String sha256) {}

    public ImageResult {
        renditions = List.copyOf(renditions);
    }
}
