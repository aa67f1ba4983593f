package io.penstock.launcher;

import io.penstock.launcher.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder that Penstock lives in, and the folders below it that the launcher writes to.
 *
 * @param root absolute path of the repository
 */
record Home(Path root) {

    /** The folder named by the system property or environment variable {@code PENSTOCK_HOME}, which the script sets. */
    static Home locate() {
        String name = System.getProperty("PENSTOCK_HOME", System.getenv("PENSTOCK_HOME"));
        return of(name);
    }

    static Home of(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw CommandFailure.usage("PENSTOCK_HOME is not set; start the launcher through the script ./penstock");
        }
        Path root = Path.of(name).toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw CommandFailure.usage("PENSTOCK_HOME: expected a folder, got " + root);
        }
        return new Home(root);
    }

    /** Data and logs of the demo, emptied when the next demo starts. */
    Path demo() {
        return root.resolve(".penstock").resolve("demo");
    }

    /** Data and logs of what {@code up} starts, kept until {@code down --delete-data}. */
    Path up() {
        return root.resolve(".penstock").resolve("up");
    }

    /** Data, logs and records of the kill tests, emptied when the next run starts. */
    Path torture() {
        return root.resolve(".penstock").resolve("torture");
    }
}
