package io.penstock.image;

import java.util.List;

/** The engines of this machine. */
final class Engines {
    private Engines() {}

    /**
     * What is asked for, in the order of preference; Java is always the last, for what the others leave.
     *
     * @throws IllegalArgumentException if an engine is asked for that is not on this machine
     */
    static List<Engine> of(ImageSettings settings) {
        return List.of(new JavaEngine());
    }
}
