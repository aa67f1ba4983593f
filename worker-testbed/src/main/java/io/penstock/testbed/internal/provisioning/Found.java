package io.penstock.testbed.internal.provisioning;

import java.nio.file.Path;

/** Where a server can be run from. */
public sealed interface Found {
    /**
     * From a program.
     *
     * @param program an executable file of this machine
     */
    record OnMachine(Path program) implements Found {}

    /**
     * From an image.
     *
     * @param image for the container engine
     */
    record AsImage(String image) implements Found {}
}
