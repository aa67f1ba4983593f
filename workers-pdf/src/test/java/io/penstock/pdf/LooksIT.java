package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped templates look as they did when somebody looked at them. */
class LooksIT {
    /** Mean difference per channel, of 255: smoothing differs from one poppler to the next, moved text is far above. */
    private static final double TOLERANCE = 1.5;

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"invoice", "statement", "report", "letter"})
    void the_first_page_is_as_in_the_reference_picture(String name) throws Exception {
        Path file = new Desk(root).render(Map.of("template", name, "model", Samples.of(name)), name + ".pdf");
        String page = root.resolve(name).toString();
        Desk.output("pdftoppm", "-r", "60", "-png", "-singlefile", file.toString(), page);
        BufferedImage picture = ImageIO.read(Path.of(page + ".png").toFile());
        try (InputStream reference = LooksIT.class.getResourceAsStream("/reference/" + name + ".png")) {
            assertThat(reference).as("reference picture").isNotNull();
            assertThat(difference(picture, ImageIO.read(reference))).isLessThan(TOLERANCE);
        }
    }

    private static double difference(BufferedImage one, BufferedImage other) {
        assertThat(one.getWidth()).isEqualTo(other.getWidth());
        assertThat(one.getHeight()).isEqualTo(other.getHeight());
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                sum += distance(one.getRGB(x, y), other.getRGB(x, y));
            }
        }
        return sum / (3.0 * one.getWidth() * one.getHeight());
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            sum += Math.abs((one >> shift & 0xff) - (other >> shift & 0xff));
        }
        return sum;
    }
}
