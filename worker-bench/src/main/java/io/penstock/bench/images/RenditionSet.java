package io.penstock.bench.images;

import java.util.List;

/**
 * The three renditions that everybody makes: progressive JPEG of quality 80 without metadata.
 *
 * @param name of the rendition
 * @param side of the square box in pixels
 * @param cover whether the box is filled and the rest cut off
 */
record RenditionSet(String name, int side, boolean cover) {
    static final List<RenditionSet> ALL = List.of(
            new RenditionSet("large", 1_600, false),
            new RenditionSet("medium", 800, false),
            new RenditionSet("tile", 200, true));

    /** As the worker is asked for it. */
    String json(String output) {
        return "{\"name\":\"%s\",\"width\":%d,\"height\":%d,\"fit\":\"%s\",\"quality\":80,\"output\":\"%s\"}"
                .formatted(name, side, side, cover ? "cover" : "inside", output);
    }
}
