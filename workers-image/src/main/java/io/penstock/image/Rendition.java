package io.penstock.image;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One picture to make of the source. Checked when built; messages name the field.
 *
 * @param name what the result calls it
 * @param width of the box in pixels; may be absent for {@link Fit#INSIDE} if the height is given
 * @param height of the box in pixels; may be absent for {@link Fit#INSIDE} if the width is given
 * @param fit how the picture is fitted into the box; absent: inside
 * @param format what it is encoded as; absent: as the end of {@code output} says
 * @param quality from 1 to 100 for JPEG and WebP; absent: 80
 * @param background what transparent parts are laid on and a box is filled with; absent: white for JPEG, else transparent
 * @param focus which part {@link Fit#COVER} keeps; absent: the middle
 * @param enlarge whether it may have more pixels than the source; absent: no
 * @param output URL of the object to write
 */
public record Rendition(
        String name,
        @Nullable Integer width,
        @Nullable Integer height,
        Fit fit,
        OutputFormat format,
        Integer quality,
        Background background,
        Focus focus,
        Boolean enlarge,
        String output) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int DEFAULT_QUALITY = 80;
    private static final int BEST_QUALITY = 100;

    public Rendition(
            @Nullable String name,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Fit fit,
            @Nullable OutputFormat format,
            @Nullable Integer quality,
            @Nullable Background background,
            @Nullable Focus focus,
            @Nullable Boolean enlarge,
            @Nullable String output) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: expected 1 to 64 characters of [A-Za-z0-9._-]");
        }
        this.name = name;
        this.fit = fit == null ? Fit.INSIDE : fit;
        checkBox(this.fit, width, height);
        this.width = width;
        this.height = height;
        this.output = checkOutput(output);
        this.format = format == null ? formatOf(this.output) : format;
        this.quality = checkQuality(this.format, quality);
        this.background = checkBackground(this.format, background);
        this.focus = checkFocus(this.fit, focus);
        this.enlarge = enlarge != null && enlarge;
    }

    private static void checkBox(Fit fit, @Nullable Integer width, @Nullable Integer height) {
        checkSide("width", width);
        checkSide("height", height);
        if (width == null && height == null) {
            throw new IllegalArgumentException("width: expected width or height or both, got neither");
        }
        if (fit != Fit.INSIDE && (width == null || height == null)) {
            throw new IllegalArgumentException("width: expected both width and height for fit " + fit);
        }
        if (width != null && height != null && fit != Fit.INSIDE && (long) width * height > Limits.MAX_OUTPUT_PIXELS) {
            throw new IllegalArgumentException(
                    "width: expected at most " + Limits.MAX_OUTPUT_PIXELS + " pixels in all, got more");
        }
    }

    private static void checkSide(String field, @Nullable Integer side) {
        if (side != null && (side < 1 || side > Limits.MAX_SIDE)) {
            throw new IllegalArgumentException(field + ": expected 1 to " + Limits.MAX_SIDE + " pixels, got " + side);
        }
    }

    private static String checkOutput(@Nullable String output) {
        if (output == null || output.isBlank()) {
            throw new IllegalArgumentException("output: expected the URL of an object, got none");
        }
        return output;
    }

    private static OutputFormat formatOf(String output) {
        return OutputFormat.ofName(output)
                .orElseThrow(() -> new IllegalArgumentException(
                        "format: expected jpeg, png or webp, or an output that ends in .jpg, .png or .webp"));
    }

    private static int checkQuality(OutputFormat format, @Nullable Integer quality) {
        if (quality == null) {
            return DEFAULT_QUALITY;
        }
        if (!format.hasQuality()) {
            throw new IllegalArgumentException("quality: expected none for png, which loses nothing");
        }
        if (quality < 1 || quality > BEST_QUALITY) {
            throw new IllegalArgumentException("quality: expected 1 to 100, got " + quality);
        }
        return quality;
    }

    private static Background checkBackground(OutputFormat format, @Nullable Background background) {
        if (background == null) {
            return format.hasAlpha() ? Background.TRANSPARENT : Background.WHITE;
        }
        if (!format.hasAlpha() && !background.isOpaque()) {
            throw new IllegalArgumentException("background: expected an opaque colour for jpeg");
        }
        return background;
    }

    private static Focus checkFocus(Fit fit, @Nullable Focus focus) {
        if (focus != null && fit != Fit.COVER) {
            throw new IllegalArgumentException("focus: expected none unless fit is cover");
        }
        return focus == null ? Focus.MIDDLE : focus;
    }
}
