package io.penstock.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Decodes a picture once and makes renditions of it. Safe to use from any thread. */
interface Engine {

    /** Name and version, for health checks and logs. */
    String name();

    /** True if it takes such a task on. */
    boolean handles(Task task);

    /** About how many bytes of memory {@link #render} needs at once. */
    long bytesNeeded(Task task);

    /**
     * Writes one file per rendition. The same input gives the same bytes from the same version of the same engine.
     *
     * @throws PictureException if the picture is damaged, or the deadline over
     * @throws IOException if a file cannot be written
     * @throws NotForThisEngine if it is for the next engine to find out more
     */
    void render(Task task, Deadline deadline) throws IOException, PictureException, NotForThisEngine;

    /**
     * What is to be done with one source.
     *
     * @param file where its bytes are
     * @param header what they say of themselves
     * @param plans what to make, at least one
     */
    record Task(Path file, Header header, List<Plan> plans) {

        /** How large the largest rendition is compared with the source, at most 1. */
        double scale() {
            return Math.min(
                    1,
                    plans.stream()
                            .mapToDouble(plan -> plan.placement().scale())
                            .max()
                            .orElse(1));
        }

        /** Pixels of the largest rendition. */
        long outputPixels() {
            return plans.stream()
                    .mapToLong(plan -> plan.placement().canvas().pixels())
                    .max()
                    .orElse(0);
        }
    }

    /**
     * One rendition to make.
     *
     * @param rendition what was asked for
     * @param placement what that means for this source
     * @param file where to write it
     */
    record Plan(Rendition rendition, Placement placement, Path file) {}
}
