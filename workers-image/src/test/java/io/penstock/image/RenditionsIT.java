package io.penstock.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.Outcome.Failed;
import io.penstock.Outcome.Rejected;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a job, and what of it is looked at by others. */
@ParameterizedClass
@ValueSource(strings = {"java", "auto"})
class RenditionsIT {
    private static final String BOTH = "'width': 300, 'height': 300, ";

    @Parameter
    private String engine;

    @TempDir
    private Path root;

    private RunningHandler handler;

    @BeforeEach
    void start() throws Exception {
        handler = RunningHandler.on(root, "--penstock-image-engine=" + engine);
        Files.copy(Photographs.largest(), root.resolve("source"));
    }

    @AfterEach
    void stop() {
        handler.close();
    }

    private byte[] bytes(int number) throws Exception {
        return Files.readAllBytes(root.resolve(Integer.toString(number)));
    }

    @Test
    void the_result_says_what_was_read_and_what_was_written() throws Exception {
        Outcome outcome = handler.make(BOTH + "'format': 'jpeg'", BOTH + "'fit': 'cover', 'format': 'webp'");

        assertThat(outcome).isInstanceOfSatisfying(Done.class, done -> {
            ImageResult result = (ImageResult) done.result();
            assertThat(result.source()).isEqualTo(new ImageResult.SourcePicture(5640, 3172, "jpeg"));
            assertThat(result.renditions()).extracting(ImageResult.Stored::name).containsExactly("r0", "r1");
            ImageResult.Stored first = result.renditions().getFirst();
            assertThat(first.width() + " x " + first.height()).isEqualTo("300 x 169");
            assertThat(first.url()).isEqualTo("file://" + root + "/0");
            assertThat(first.bytes()).isEqualTo(root.resolve("0").toFile().length());
            assertThat(first.sha256()).matches("[0-9a-f]{64}");
        });
    }

    @Test
    void each_format_is_what_it_says_and_jpeg_is_progressive() throws Exception {
        assertThat(handler.make(BOTH + "'format': 'jpeg'", BOTH + "'format': 'png'", BOTH + "'format': 'webp'"))
                .isInstanceOf(Done.class);

        assertThat(SourceFormat.of(bytes(0))).hasValue(SourceFormat.JPEG);
        assertThat(SourceFormat.of(bytes(1))).hasValue(SourceFormat.PNG);
        assertThat(SourceFormat.of(bytes(2))).hasValue(SourceFormat.WEBP);
        assertThat(Programs.exif(root.resolve("0"))).contains("Progressive DCT");
    }

    @Test
    void a_run_again_writes_the_very_same_bytes() throws Exception {
        String[] renditions = {BOTH + "'format': 'jpeg'", BOTH + "'format': 'png'", BOTH + "'format': 'webp'"};
        handler.make(renditions);
        List<byte[]> first = List.of(bytes(0), bytes(1), bytes(2));

        handler.make(renditions);

        for (int i = 0; i < 3; i++) {
            assertThat(bytes(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void nothing_of_the_sources_metadata_survives() throws Exception {
        Programs.run(
                "exiftool",
                "-overwrite_original",
                "-GPSLatitude=52.5",
                "-GPSLatitudeRef=N",
                "-GPSLongitude=13.4",
                "-GPSLongitudeRef=E",
                "-XMP:GPSLatitude=52.5",
                "-Artist=Somebody",
                "-IPTC:City=Berlin",
                "-Comment=secret",
                root.resolve("source").toString());
        assertThat(Programs.exif(root.resolve("source"))).contains("GPSLatitude", "Somebody", "Berlin", "secret");

        assertThat(handler.make(BOTH + "'format': 'jpeg'", BOTH + "'format': 'png'", BOTH + "'format': 'webp'"))
                .isInstanceOf(Done.class);

        for (int i = 0; i < 3; i++) {
            assertThat(Programs.exif(root.resolve(Integer.toString(i))))
                    .doesNotContain(
                            "GPS",
                            "Somebody",
                            "Berlin",
                            "secret",
                            "SONY",
                            "Software",
                            "DateTime",
                            "[XMP]",
                            "[IPTC]",
                            "[ICC_Profile]");
            assertThat(new String(bytes(i), ISO_8859_1)).doesNotContain("Somebody", "SONY");
        }
    }

    @Test
    void nothing_is_enlarged_unless_asked() throws Exception {
        ImageIO.write(
                new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB),
                "png",
                root.resolve("source").toFile());

        handler.make(
                BOTH + "'format': 'png'",
                BOTH + "'format': 'png', 'fit': 'cover'",
                BOTH + "'format': 'png', 'fit': 'fill'",
                BOTH + "'format': 'png', 'fit': 'contain'",
                BOTH + "'format': 'png', 'enlarge': true",
                BOTH + "'format': 'png', 'fit': 'cover', 'enlarge': true");

        assertThat(Stream.of(0, 1, 2, 3, 4, 5).map(this::size))
                .containsExactly("60 x 40", "40 x 40", "60 x 40", "300 x 300", "300 x 200", "300 x 300");
    }

    private String size(int number) {
        try {
            BufferedImage image =
                    ImageIO.read(root.resolve(Integer.toString(number)).toFile());
            return image.getWidth() + " x " + image.getHeight();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_focus_decides_which_part_is_kept() throws Exception {
        BufferedImage halves = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
        halves.getGraphics().fillRect(200, 0, 200, 200); // the right half is white
        ImageIO.write(halves, "png", root.resolve("source").toFile());
        String cover = "'width': 100, 'height': 100, 'fit': 'cover', 'format': 'png'";

        handler.make(cover + ", 'focus': {'x': 0, 'y': 0.5}", cover + ", 'focus': {'x': 1}", cover);

        assertThat(ImageIO.read(root.resolve("0").toFile()).getRGB(90, 50)).isEqualTo(0xFF00_0000);
        assertThat(ImageIO.read(root.resolve("1").toFile()).getRGB(10, 50)).isEqualTo(0xFFFF_FFFF);
        BufferedImage middle = ImageIO.read(root.resolve("2").toFile());
        assertThat(middle.getRGB(10, 50)).isEqualTo(0xFF00_0000);
        assertThat(middle.getRGB(90, 50)).isEqualTo(0xFFFF_FFFF);
    }

    @Test
    void twenty_renditions_are_made_of_one_source() throws Exception {
        String[] renditions = new String[20];
        for (int i = 0; i < renditions.length; i++) {
            renditions[i] = "'width': %d, 'format': 'webp'".formatted(50 + 20 * i);
        }

        assertThat(handler.make(renditions)).isInstanceOf(Done.class);

        assertThat(size(19)).startsWith("430 x ");
    }

    private static boolean isEngineAtWork() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().matches("io\\.penstock\\.image\\.(Java|Vips)Engine"));
    }

    @Test
    void a_source_that_is_too_large_or_missing_is_rejected_by_name() throws Exception {
        Files.write(root.resolve("source"), new byte[(int) Limits.MAX_BYTES + 1]);
        assertThat(handler.make(BOTH + "'format': 'png'"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.error().message()).contains("/source", "26214400"));

        Files.delete(root.resolve("source"));
        assertThat(handler.make(BOTH + "'format': 'png'")).isInstanceOf(Rejected.class);
        assertThat(root.resolve("0")).doesNotExist();
    }

    @Test
    void work_that_nobody_waits_for_any_more_ends() throws Exception {
        RunningHandler.RunningJob job = handler.start(
                handler.payload(
                        "{'source': 'file:///source', 'renditions': [{'name': 'a', 'width': 4000, 'output': 'file:///a.png'}]}"));
        await().until(RenditionsIT::isEngineAtWork);
        job.thread().interrupt();

        assertThat(job.outcome())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
        await().until(() -> !isEngineAtWork());
        assertThat(handler.make(BOTH + "'format': 'png'"))
                .isInstanceOf(Done.class)
                .isNotInstanceOf(Failed.class);
    }
}
