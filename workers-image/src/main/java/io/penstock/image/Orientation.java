package io.penstock.image;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;

/**
 * How a stored picture has to be turned and mirrored to stand upright (EXIF 2.32, tag Orientation).
 *
 * @param value from 1, upright, to 8
 */
record Orientation(int value) {
    static final Orientation UPRIGHT = new Orientation(1);

    /** The orientation of this value; upright if it is none of the eight. */
    static Orientation of(int value) {
        return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
    }

    /** True if width and height change places. */
    boolean isSideways() {
        return value >= 5;
    }

    /** Where a part of the upright picture is found in the stored one. */
    Region stored(Region upright, int storedWidth, int storedHeight) {
        Region turned =
                isSideways() ? new Region(upright.y(), upright.x(), upright.height(), upright.width()) : upright;
        boolean fromRight = value == 2 || value == 3 || value == 7 || value == 8;
        boolean fromBottom = value == 3 || value == 4 || value == 6 || value == 7;
        return new Region(
                fromRight ? storedWidth - turned.x() - turned.width() : turned.x(),
                fromBottom ? storedHeight - turned.y() - turned.height() : turned.y(),
                turned.width(),
                turned.height());
    }

    /** A picture that stands upright; the same one if it does already. */
    BufferedImage upright(BufferedImage stored) {
        if (value == 1) {
            return stored;
        }
        int width = isSideways() ? stored.getHeight() : stored.getWidth();
        int height = isSideways() ? stored.getWidth() : stored.getHeight();
        BufferedImage turned = new BufferedImage(width, height, stored.getType());
        new AffineTransformOp(transform(width, height), AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(stored, turned);
        return turned;
    }

    private AffineTransform transform(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, width, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, width, height);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, height);
            default -> new AffineTransform();
        };
    }
}
