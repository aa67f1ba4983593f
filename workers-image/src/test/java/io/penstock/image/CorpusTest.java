package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.Outcome.Rejected;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples that TwelveMonkeys has collected: cameras, presses, scanners, and files that are broken in every way. */
@ParameterizedClass
@ValueSource(strings = {"java", "auto"})
class CorpusTest {
    @Parameter
    private String engine;

    @TempDir
    private Path root;

    private RunningHandler handler;

    @BeforeEach
    void start() {
        handler = RunningHandler.on(root, "--penstock-image-engine=" + engine);
    }

    @AfterEach
    void stop() {
        handler.close();
    }

    static List<String> samples() throws Exception {
        return Stream.concat(names("exif/Landscape_1.jpg").stream(), names("webp/test.webp").stream())
                .toList();
    }

    /** All pictures in the jar that has this one. */
    private static List<String> names(String one) throws Exception {
        String url = Objects.requireNonNull(CorpusTest.class.getResource("/" + one), one)
                .toString();
        try (JarFile jar = new JarFile(
                Path.of(java.net.URI.create(url.substring(4, url.indexOf('!')))).toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|webp)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_sample_becomes_a_rendition_or_is_rejected_with_a_reason(String sample) throws Exception {
        place(sample);

        Outcome outcome = handler.make("'width': 320, 'height': 320, 'format': 'jpeg'");

        switch (outcome) {
            case Done done ->
                assertThat(longerSide(ImageIO.read(root.resolve("0").toFile()))).isLessThanOrEqualTo(320);
            case Rejected rejected -> assertThat(rejected.error().message()).hasSizeGreaterThan(15);
            default -> throw new AssertionError(sample + ": " + outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Landscape", "Portrait"})
    void every_orientation_ends_up_as_the_same_upright_picture(String motif) throws Exception {
        BufferedImage upright = rendition("exif/" + motif + "_1.jpg");
        for (int orientation = 2; orientation <= 8; orientation++) {
            BufferedImage turned = rendition("exif/" + motif + "_" + orientation + ".jpg");
            assertThat(turned.getWidth()).isEqualTo(upright.getWidth());
            assertThat(turned.getHeight()).isEqualTo(upright.getHeight());
            assertThat(Ssim.of(upright, turned))
                    .as("orientation %d", orientation)
                    .isGreaterThan(0.9);
        }
    }

    private BufferedImage rendition(String sample) throws Exception {
        place(sample);
        assertThat(handler.make(
                        "'width': 200, 'height': 150, 'format': 'png', 'fit': 'cover', 'focus': {'x': 0.2, 'y': 0.1}"))
                .isInstanceOf(Done.class);
        return ImageIO.read(root.resolve("0").toFile());
    }

    private void place(String sample) throws IOException {
        try (InputStream in = Objects.requireNonNull(CorpusTest.class.getResourceAsStream("/" + sample), sample)) {
            Files.copy(in, root.resolve("source"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int longerSide(BufferedImage image) {
        return Math.max(image.getWidth(), image.getHeight());
    }
}
