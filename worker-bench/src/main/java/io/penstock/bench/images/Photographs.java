package io.penstock.bench.images;

import io.penstock.bench.run.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What renditions are made of.
 *
 * @param files JPEG files, at least one
 */
record Photographs(List<Path> files) {

    static Photographs in(Path folder) throws IOException {
        List<Path> files = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                files = all.filter(file -> file.toString().endsWith(".jpg"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            throw new BenchException("expected JPEG files in " + folder
                    + ", got none: install mate-backgrounds, or name a folder with --photographs");
        }
        return new Photographs(files);
    }

    /** The same pictures in a folder of ours, as an object store's root may not be the whole file system. */
    Photographs copiedTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> copies = new ArrayList<>();
        for (Path file : files) {
            Path copy = folder.resolve(copies.size() + ".jpg");
            copies.add(Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
        }
        return new Photographs(copies);
    }
}
