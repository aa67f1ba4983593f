package io.penstock.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** A picture and its halves, made when they are first needed. Asked for ever smaller sizes, it forgets the larger ones. */
final class Pyramid {
    /** How much of a level's size a rendition may have at most: what is left to the resampler is at least this reduction. */
    private static final double LEAST_REDUCTION = 1.5;

    private static final int EVEN_LANES = 0x00FF_00FF;
    private static final int HALVES = 0x0002_0002;

    private Decoded level;

    /**
     * A picture as the decoder left it.
     *
     * @param image the pixels
     * @param stepX how many pixels of the source, from left to right, became one
     * @param stepY how many pixels of the source, from top to bottom, became one
     * @param shift how far from the middle of those the one was taken, in pixels of the source
     */
    record Decoded(BufferedImage image, double stepX, double stepY, double shift) {

        /** Where a part of the source is found. */
        Region of(Region source) {
            return new Region(
                    (source.x() - shift) / stepX,
                    (source.y() - shift) / stepY,
                    source.width() / stepX,
                    source.height() / stepY);
        }
    }

    Pyramid(Decoded base) {
        this.level = base;
    }

    /**
     * The best level for a rendition.
     *
     * @param scale of the rendition compared with the source, at most as large as in the call before
     */
    Decoded forScale(double scale) {
        while (2 * LEAST_REDUCTION * scale * Math.max(level.stepX, level.stepY) <= 1 && isLarge(level.image)) {
            level = new Decoded(half(level.image), level.stepX * 2, level.stepY * 2, level.shift);
        }
        return level;
    }

    private static boolean isLarge(BufferedImage image) {
        return image.getWidth() > 1 && image.getHeight() > 1;
    }

    /** Each pixel the mean of four; at an odd edge of two, which count twice. */
    private static BufferedImage half(BufferedImage image) {
        int width = (image.getWidth() + 1) / 2;
        int height = (image.getHeight() + 1) / 2;
        BufferedImage half = new BufferedImage(
                width,
                height,
                image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB_PRE : BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) half.getRaster().getDataBuffer()).getData();
        PackedRows rows = new PackedRows(image);
        int[] upper = new int[image.getWidth()];
        int[] lower = new int[image.getWidth()];
        for (int y = 0; y < height; y++) {
            rows.read(2 * y, upper);
            rows.read(Math.min(2 * y + 1, image.getHeight() - 1), lower);
            for (int x = 0; x < width; x++) {
                int right = Math.min(2 * x + 1, upper.length - 1);
                pixels[y * width + x] = mean(upper[2 * x], upper[right], lower[2 * x], lower[right]);
            }
        }
        return half;
    }

    /** Two channels at a time, each in a lane of sixteen bits. */
    private static int mean(int a, int b, int c, int d) {
        int even = (a & EVEN_LANES) + (b & EVEN_LANES) + (c & EVEN_LANES) + (d & EVEN_LANES) + HALVES;
        int odd = ((a >>> 8) & EVEN_LANES)
                + ((b >>> 8) & EVEN_LANES)
                + ((c >>> 8) & EVEN_LANES)
                + ((d >>> 8) & EVEN_LANES)
                + HALVES;
        return ((even >>> 2) & EVEN_LANES) | (((odd >>> 2) & EVEN_LANES) << 8);
    }
}
