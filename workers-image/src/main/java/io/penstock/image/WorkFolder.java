package io.penstock.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the files of one job are until they are stored; gone when it is closed. */
record WorkFolder(Path path) implements AutoCloseable {

    static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("penstock-image-"));
    }

    Path source() {
        return path.resolve("source");
    }

    Path rendition(int index, OutputFormat format) {
        return path.resolve(index + "." + format.suffix());
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
