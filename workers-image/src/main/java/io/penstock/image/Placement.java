package io.penstock.image;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the upright source becomes a rendition: pure arithmetic. The whole source is scaled, a part of that is cut out, and
 * laid in the middle of a canvas.
 *
 * @param source size of the upright source
 * @param scaled size that the whole source is scaled to
 * @param left first column of the part, in the scaled picture
 * @param top first row of the part
 * @param part size of the part
 * @param canvas size of the rendition; larger than the part only where background is seen around it
 */
record Placement(Size source, Size scaled, int left, int top, Size part, Size canvas) {

    /**
     * Pixels in two directions.
     *
     * @param width at least 1
     * @param height at least 1
     */
    record Size(int width, int height) {
        long pixels() {
            return (long) width * height;
        }

        /** Half as large, or less; half of an odd number of pixels is rounded up. */
        boolean isAtMostHalfOf(Size other) {
            return 2L * width <= other.width + 1L && 2L * height <= other.height + 1L;
        }

        private Size times(double scaleX, double scaleY) {
            return new Size(pixels(width * scaleX), pixels(height * scaleY));
        }

        private Size atMost(Size other) {
            return new Size(Math.min(width, other.width), Math.min(height, other.height));
        }

        private static int pixels(double exact) {
            return (int) Math.max(1, Math.round(Math.min(exact, Integer.MAX_VALUE)));
        }
    }

    static Placement of(Rendition rendition, int sourceWidth, int sourceHeight) throws PictureException {
        Placement placement = placed(rendition, new Size(sourceWidth, sourceHeight));
        Size canvas = placement.canvas;
        if (canvas.width > Limits.MAX_SIDE
                || canvas.height > Limits.MAX_SIDE
                || canvas.pixels() > Limits.MAX_OUTPUT_PIXELS) {
            throw new PictureException("rendition " + rendition.name() + ": expected at most " + Limits.MAX_SIDE
                    + " pixels on a side and " + Limits.MAX_OUTPUT_PIXELS + " in all, got " + canvas.width + " x "
                    + canvas.height);
        }
        return placement;
    }

    private static Placement placed(Rendition rendition, Size source) {
        double scaleX = ratio(rendition.width(), source.width());
        double scaleY = ratio(rendition.height(), source.height());
        double inside = capped(rendition, Math.min(scaleX, scaleY));
        return switch (rendition.fit()) {
            case INSIDE -> whole(source, source.times(inside, inside));
            case FILL -> whole(source, source.times(capped(rendition, scaleX), capped(rendition, scaleY)));
            case CONTAIN -> {
                Size box = box(rendition);
                Size scaled = source.times(inside, inside).atMost(box);
                yield new Placement(source, scaled, 0, 0, scaled, box);
            }
            case COVER -> covering(rendition, source, Math.max(scaleX, scaleY));
        };
    }

    private static double ratio(@Nullable Integer asked, int source) {
        return asked == null ? Double.MAX_VALUE : (double) asked / source;
    }

    private static double capped(Rendition rendition, double scale) {
        return rendition.enlarge() ? scale : Math.min(1, scale);
    }

    private static Placement whole(Size source, Size scaled) {
        return new Placement(source, scaled, 0, 0, scaled, scaled);
    }

    /** A source that is too small and must not grow gives the shape that was asked for, with the pixels that it has. */
    private static Placement covering(Rendition rendition, Size source, double scale) {
        double allowed = capped(rendition, scale);
        Size scaled = source.times(allowed, allowed);
        Size part = box(rendition).times(allowed / scale, allowed / scale).atMost(scaled);
        int left = start(scaled.width, part.width, rendition.focus().x());
        int top = start(scaled.height, part.height, rendition.focus().y());
        return new Placement(source, scaled, left, top, part, part);
    }

    /** Where a part of this length begins, with the focus in its middle if the edges allow. */
    private static int start(int whole, int part, double focus) {
        return Math.clamp((long) Math.floor(whole * focus - part / 2.0), 0, whole - part);
    }

    /** Only {@link Fit#INSIDE} may leave a side out. */
    private static Size box(Rendition rendition) {
        return new Size(Objects.requireNonNull(rendition.width()), Objects.requireNonNull(rendition.height()));
    }

    private double scaleX() {
        return (double) scaled.width / source.width;
    }

    private double scaleY() {
        return (double) scaled.height / source.height;
    }

    /** How large the rendition is compared with the source; below 1 if it is smaller. The larger one if it is distorted. */
    double scale() {
        return Math.max(scaleX(), scaleY());
    }

    /** The part, in the source. */
    Region region() {
        return new Region(left / scaleX(), top / scaleY(), part.width / scaleX(), part.height / scaleY());
    }

    boolean isCut() {
        return !part.equals(scaled);
    }

    boolean hasMargins() {
        return !canvas.equals(part);
    }

    int marginLeft() {
        return (canvas.width - part.width) / 2;
    }

    int marginTop() {
        return (canvas.height - part.height) / 2;
    }
}
