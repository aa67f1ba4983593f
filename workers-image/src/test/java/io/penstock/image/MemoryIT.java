package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither what is hostile nor what is large and many takes more memory than there is. */
class MemoryIT {
    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"java", "auto"})
    void every_bomb_is_rejected_with_its_reason_in_a_heap_of_64_megabytes(String engine) throws Exception {
        List<String> names = new ArrayList<>();
        Map<String, byte[]> bombs = Bombs.all();
        for (String name : bombs.keySet()) {
            names.add(name.replace(' ', '-'));
            Files.write(root.resolve(names.getLast()), bombs.get(name));
        }

        List<String> ends = ChildStudio.run(root, "-Xmx64m", engine, names);

        assertThat(ends).hasSameSizeAs(names).allSatisfy(end -> assertThat(end).contains(": rejected: "));
        assertThat(String.join("\n", ends))
                .contains(
                        "65536-x-65536-png: rejected: expected a picture of at most 16384 pixels on a side",
                        "7000-x-8000-png: rejected: expected a picture of at most 50000000 pixels",
                        "gif-of-thousands-of-frames: rejected: expected at most 100 frames",
                        "jpeg-of-thousands-of-scans: rejected: expected at most 100 frames, pages or scans",
                        "svg: rejected: expected a JPEG, PNG, GIF, WebP, BMP or TIFF picture");
        try (var files = Files.list(root)) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(jpg|webp)")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "auto"})
    void sixteen_pictures_of_50_megapixels_at_once_are_done_in_a_heap_of_512_megabytes(String engine) throws Exception {
        Path large = root.resolve("large.jpg");
        Programs.run("vips", "resize", Photographs.largest().toString(), large + "[Q=80]", "1.67");
        Files.move(large, root.resolve("0"));
        List<String> names = new ArrayList<>(List.of("0"));
        for (int i = 1; i < 16; i++) {
            Files.createLink(root.resolve(Integer.toString(i)), root.resolve("0"));
            names.add(Integer.toString(i));
        }

        List<String> ends = ChildStudio.run(root, "-Xmx512m", engine, names);

        assertThat(ends).hasSize(16).allSatisfy(end -> assertThat(end).endsWith(": done"));
        assertThat(Programs.run("vipsheader", root.resolve("7.l.jpg").toString()))
                .contains("1600x900");
    }
}
