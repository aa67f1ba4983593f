package io.penstock.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** How a picture is fitted into the width and height that were asked for. */
public enum Fit {
    /** As large as possible within the box; its shape is kept, so one side may be shorter than asked for. */
    INSIDE,
    /** Fills the box; what sticks out is cut off around the focus. */
    COVER,
    /** As large as possible within the box; the rest of the box is background. */
    CONTAIN,
    /** Exactly the box, distorted if need be. */
    FILL;

    /** Reads the word of a payload. */
    @JsonCreator
    static Fit of(String word) {
        return switch (word) {
            case "inside" -> INSIDE;
            case "cover" -> COVER;
            case "contain" -> CONTAIN;
            case "fill" -> FILL;
            default -> throw new IllegalArgumentException("expected one of inside, cover, contain, fill");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
