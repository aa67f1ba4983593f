package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs of this machine that look at what was made with other eyes. */
final class Programs {
    private Programs() {}

    /** What a program prints; it must succeed. */
    static String run(String... words) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    words[0] + " is not on this machine: ./penstock test installs it on Debian and Ubuntu"
                            + " (libvips-tools, libimage-exiftool-perl)",
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", List.of(words), output).isZero();
        return output;
    }

    /** All that exiftool finds in a file, a tag a line, as {@code Group:Tag: value}. */
    static String exif(Path file) throws IOException, InterruptedException {
        return run("exiftool", "-G", "-s", "-a", "-ee", "-u", file.toString());
    }
}
