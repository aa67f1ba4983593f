package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real photographs: those of Debian's package mate-backgrounds, the largest of 17.9 megapixels. */
final class Photographs {
    private static final Path FOLDER = Path.of("/usr/share/backgrounds/mate");

    private Photographs() {}

    static List<Path> all() {
        assertThat(FOLDER)
                .as(
                        "photographs are not on this machine: ./penstock test installs mate-backgrounds on Debian and Ubuntu")
                .isDirectory();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .filter(file -> !file.getParent().endsWith("desktop"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path largest() {
        return FOLDER.resolve("abstract/Elephants_5640x3172.jpg");
    }
}
