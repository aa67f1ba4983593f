package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One colour, stored in every way, comes out as that colour. */
@ParameterizedClass
@ValueSource(strings = {"java", "auto"})
class ColoursIT {
    private static final Color ORANGE = new Color(220, 120, 40);

    @Parameter
    private String engine;

    @TempDir
    private Path root;

    private RunningHandler handler;

    @BeforeEach
    void start() throws Exception {
        handler = RunningHandler.on(root, "--penstock-image-engine=" + engine);
        ImageIO.write(filled(BufferedImage.TYPE_INT_RGB, ORANGE), "png", file("orange.png"));
    }

    @AfterEach
    void stop() {
        handler.close();
    }

    private java.io.File file(String name) {
        return root.resolve(name).toFile();
    }

    private static BufferedImage filled(int type, Color colour) {
        BufferedImage image = new BufferedImage(400, 300, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 400, 300);
        graphics.dispose();
        return image;
    }

    private BufferedImage made(String fields) throws Exception {
        Outcome outcome = handler.make("'width': 100, 'height': 100, " + fields);
        assertThat(outcome).isInstanceOf(Done.class);
        return ImageIO.read(file("0"));
    }

    private static void assertColour(BufferedImage image, int x, int y, Color expected, int tolerance) {
        Color got = colour(image, x, y);
        assertThat(Math.abs(got.getRed() - expected.getRed())
                        + Math.abs(got.getGreen() - expected.getGreen())
                        + Math.abs(got.getBlue() - expected.getBlue())
                        + Math.abs(got.getAlpha() - expected.getAlpha()))
                .as("expected %s, got %s", expected, got)
                .isLessThanOrEqualTo(tolerance);
    }

    /** Java takes the numbers of a grey picture for linear light, which nobody else does. */
    private static Color colour(BufferedImage image, int x, int y) {
        int sample = image.getRaster().getSample(x, y, 0);
        return image.getType() == BufferedImage.TYPE_BYTE_GRAY
                ? new Color(sample, sample, sample)
                : new Color(image.getRGB(x, y), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy orange.png source.png",
                "colourspace orange.png source.png rgb16",
                "pngsave orange.png source.png --palette",
                "pngsave orange.png source.png --interlace",
                "jpegsave orange.png source.jpg --Q 95",
                "jpegsave orange.png source.jpg --Q 95 --interlace",
                "webpsave orange.png source.webp --lossless",
                "webpsave orange.png source.webp --Q 90",
                "gifsave orange.png source.gif",
                "tiffsave orange.png source.tif",
                "tiffsave orange.png source.tif --compression deflate --tile",
                "icc_export orange.png source.png --output-profile p3",
                "icc_export orange.png source.jpg --output-profile p3",
                "icc_export orange.png source.webp --output-profile p3",
                "icc_export orange.png source.tif --output-profile p3",
            })
    void every_way_of_storing_a_colour_gives_that_colour(String command) throws Exception {
        String[] words = ("vips " + command).split(" ");
        for (int i = 2; i <= 3; i++) {
            words[i] = root.resolve(words[i]).toString();
        }
        Programs.run(words);
        Files.move(Path.of(words[3]), root.resolve("source"));

        assertColour(made("'format': 'png'"), 50, 30, ORANGE, command.contains("icc") ? 12 : 8);
    }

    @Test
    void a_picture_for_the_press_comes_out_in_about_its_colours() throws Exception {
        Programs.run(
                "vips",
                "icc_export",
                root.resolve("orange.png").toString(),
                root.resolve("source.jpg").toString(),
                "--output-profile",
                "cmyk");
        Files.move(root.resolve("source.jpg"), root.resolve("source"));

        assertColour(made("'format': 'png'"), 50, 30, ORANGE, 60);
    }

    @Test
    void grey_stays_as_light_as_it_was() throws Exception {
        ImageIO.write(filled(BufferedImage.TYPE_BYTE_GRAY, Color.GRAY), "jpg", file("source"));
        int stored = ImageIO.read(file("source")).getRaster().getSample(0, 0, 0);

        assertColour(made("'format': 'png'"), 50, 30, new Color(stored, stored, stored), 6);
    }

    @Test
    void bmp_is_read() throws Exception {
        ImageIO.write(filled(BufferedImage.TYPE_INT_RGB, ORANGE), "bmp", file("source"));

        assertColour(made("'format': 'png'"), 50, 30, ORANGE, 6);
    }

    @Test
    void transparency_is_laid_on_the_background_for_jpeg_and_kept_for_the_others() throws Exception {
        ImageIO.write(filled(BufferedImage.TYPE_INT_ARGB, new Color(255, 0, 0, 0)), "png", file("source"));

        assertColour(made("'format': 'jpeg'"), 50, 30, Color.WHITE, 6);
        assertColour(made("'format': 'jpeg', 'background': '#dc7828'"), 50, 30, ORANGE, 12);
        assertThat(made("'format': 'png'").getRGB(50, 30) >>> 24).isZero();
        assertThat(made("'format': 'webp'").getRGB(50, 30) >>> 24).isZero();
        assertColour(made("'format': 'png', 'background': '#dc7828'"), 50, 30, ORANGE, 6);
    }

    @Test
    void contain_fills_the_rest_of_the_box_with_background() throws Exception {
        Files.copy(root.resolve("orange.png"), root.resolve("source"));

        BufferedImage transparent = made("'fit': 'contain', 'format': 'png'");
        assertThat(transparent.getWidth() + " x " + transparent.getHeight()).isEqualTo("100 x 100");
        assertThat(transparent.getRGB(50, 5) >>> 24).isZero();
        assertColour(transparent, 50, 50, ORANGE, 6);
        assertColour(made("'fit': 'contain', 'format': 'jpeg'"), 50, 5, Color.WHITE, 6);
        assertColour(made("'fit': 'contain', 'format': 'webp', 'background': '#00f'"), 50, 5, Color.BLUE, 24);
        assertColour(
                made("'fit': 'contain', 'format': 'png', 'background': '#0000ff80'"),
                50,
                5,
                new Color(0, 0, 255, 128),
                4);
    }

    @Test
    void a_frame_that_covers_a_part_of_its_canvas_is_shown_where_it_belongs() throws Exception {
        Files.write(root.resolve("source"), Bombs.gifWithSmallFrame());

        BufferedImage image = made("'format': 'png', 'enlarge': true");

        assertThat(image.getRGB(10, 10) >>> 24).isZero();
        assertThat(image.getRGB(75, 75) >>> 24).isGreaterThan(200);
    }
}
