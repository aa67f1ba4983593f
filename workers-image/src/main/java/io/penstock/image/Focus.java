package io.penstock.image;

import org.jspecify.annotations.Nullable;

/**
 * The point of a picture that {@link Fit#COVER} keeps, as close to the middle as the picture allows.
 *
 * @param x from 0, the left edge, to 1; absent: the middle
 * @param y from 0, the top edge, to 1; absent: the middle
 */
public record Focus(Double x, Double y) {
    static final Focus MIDDLE = new Focus(null, null);

    public Focus(@Nullable Double x, @Nullable Double y) {
        this.x = share("x", x);
        this.y = share("y", y);
    }

    private static Double share(String field, @Nullable Double value) {
        double share = value == null ? 0.5 : value;
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(field + ": expected a number from 0 to 1");
        }
        return share;
    }
}
