package io.penstock.image;

import java.util.List;
import java.util.Optional;

/** The engines of this machine. */
final class Engines {
    private Engines() {}

    /**
     * What is asked for, in the order of preference; Java is always the last, for what the others leave.
     *
     * @throws IllegalArgumentException if an engine is asked for that is not on this machine
     */
    static List<Engine> of(ImageSettings settings) {
        Engine java = new JavaEngine();
        if (settings.engine().equals("java")) {
            return List.of(java);
        }
        Optional<LibVips> vips = LibVips.find();
        if (vips.isEmpty() && settings.engine().equals("libvips")) {
            throw new IllegalArgumentException(
                    "PENSTOCK_IMAGE_ENGINE: expected libvips 8.13 or newer on this machine, and"
                            + " Java 22 or newer, got neither or one: install libvips42, or use auto");
        }
        return vips.<List<Engine>>map(found -> List.of(new VipsEngine(found), java))
                .orElse(List.of(java));
    }
}
