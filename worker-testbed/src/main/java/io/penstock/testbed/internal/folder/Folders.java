package io.penstock.testbed.internal.folder;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Creates and deletes folders that only their owner may enter. */
public final class Folders {
    private Folders() {}

    /** Creates {@code folder} and its parents; only the owner may enter it. Existing folders stay as they are. */
    public static Path create(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            return Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new TestbedException(
                    "Could not create the folder %s: %s. Choose a data folder that can be written"
                            .formatted(folder, failure),
                    failure);
        }
    }

    /** Writes {@code text} to a new or existing file that only its owner may read. */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new TestbedException("Could not write %s: %s".formatted(file, failure), failure);
        }
    }

    /** Deletes {@code folder} with everything in it; does nothing if it is not there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new TestbedException("Could not delete %s: %s".formatted(folder, failure), failure);
        }
    }
}
