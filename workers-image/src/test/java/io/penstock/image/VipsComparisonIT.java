package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome.Done;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What libvips' own program makes of the same photographs for the same requests. */
class VipsComparisonIT {
    private static final double LEAST_SIMILARITY = 0.97;

    @TempDir
    private Path root;

    /** A request, and how vipsthumbnail is asked for the same. */
    private record Request(String fields, List<String> options) {}

    private static final List<Request> REQUESTS = List.of(
            new Request("'width': 1600, 'height': 1600", List.of("--size=1600x1600>")),
            new Request("'width': 800, 'height': 800", List.of("--size=800x800>")),
            new Request("'width': 640", List.of("--size=640x>")),
            new Request("'height': 250", List.of("--size=x250>")),
            new Request("'width': 300, 'height': 300, 'fit': 'cover'", List.of("--size=300x300", "--smartcrop=centre")),
            new Request("'width': 400, 'height': 300, 'fit': 'fill'", List.of("--size=400x300!")));

    static Stream<Arguments> photographs() {
        return Stream.of("java", "libvips")
                .flatMap(engine -> Photographs.all().stream().map(photograph -> Arguments.of(engine, photograph)));
    }

    @ParameterizedTest
    @MethodSource("photographs")
    void renditions_of_photographs_have_the_size_and_the_looks_of_those_of_libvips(String engine, Path photograph)
            throws Exception {
        Files.copy(photograph, root.resolve("source"));
        String[] renditions = REQUESTS.stream()
                .map(request -> request.fields() + ", 'format': 'png'")
                .toArray(String[]::new);
        try (RunningHandler handler = RunningHandler.on(root, "--penstock-image-engine=" + engine)) {
            assertThat(handler.make(renditions)).isInstanceOf(Done.class);
        }
        for (int i = 0; i < REQUESTS.size(); i++) {
            compare(photograph, REQUESTS.get(i), root.resolve(Integer.toString(i)));
        }
    }

    private void compare(Path photograph, Request request, Path ours) throws Exception {
        Path theirs = root.resolve("theirs.png");
        List<String> words = new ArrayList<>(List.of("vipsthumbnail", photograph.toString()));
        words.addAll(request.options());
        words.addAll(List.of("-o", theirs.toString()));
        Programs.run(words.toArray(String[]::new));

        BufferedImage mine = ImageIO.read(ours.toFile());
        BufferedImage reference = ImageIO.read(theirs.toFile());
        assertThat(mine.getWidth() + " x " + mine.getHeight())
                .as(request.fields())
                .isEqualTo(reference.getWidth() + " x " + reference.getHeight());
        double similarity = Ssim.of(mine, reference);
        assertThat(similarity).as(request.fields()).isGreaterThanOrEqualTo(LEAST_SIMILARITY);
    }
}
