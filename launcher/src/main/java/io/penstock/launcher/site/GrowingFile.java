package io.penstock.launcher.site;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A file that another process is writing to, read line by line. For one thread. */
final class GrowingFile {
    private final Path path;
    private long position;

    GrowingFile(Path path) {
        this.path = path;
    }

    /** The lines that were completed since the last call. */
    List<String> newLines() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int complete = text.lastIndexOf('\n') + 1;
            position += complete;
            return new String(bytes, 0, complete, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
