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

    static Stream<Path> photographs() {
        return Photographs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("photographs")
    void renditions_of_photographs_have_the_size_and_the_looks_of_those_of_libvips(Path photograph) throws Exception {
        List<BufferedImage> references = new ArrayList<>();
        for (Request request : REQUESTS) {
            references.add(theirs(photograph, request));
        }
        String[] renditions = REQUESTS.stream()
                .map(request -> request.fields() + ", 'format': 'png'")
                .toArray(String[]::new);
        for (String engine : List.of("java", "libvips")) {
            Path folder = Files.createDirectory(root.resolve(engine));
            Files.copy(photograph, folder.resolve("source"));
            try (RunningHandler handler = RunningHandler.on(folder, "--penstock-image-engine=" + engine)) {
                assertThat(handler.make(renditions)).isInstanceOf(Done.class);
            }
            for (int i = 0; i < REQUESTS.size(); i++) {
                compare(
                        engine + ", " + REQUESTS.get(i).fields(),
                        ImageIO.read(folder.resolve(Integer.toString(i)).toFile()),
                        references.get(i));
            }
        }
    }

    private BufferedImage theirs(Path photograph, Request request) throws Exception {
        Path theirs = root.resolve("theirs.png");
        List<String> words = new ArrayList<>(List.of("vipsthumbnail", photograph.toString()));
        words.addAll(request.options());
        words.addAll(List.of("-o", theirs.toString()));
        Programs.run(words.toArray(String[]::new));
        return ImageIO.read(theirs.toFile());
    }

    private static void compare(String what, BufferedImage ours, BufferedImage reference) {
        assertThat(ours.getWidth() + " x " + ours.getHeight())
                .as(what)
                .isEqualTo(reference.getWidth() + " x " + reference.getHeight());
        assertThat(Ssim.of(ours, reference)).as(what).isGreaterThanOrEqualTo(LEAST_SIMILARITY);
    }
}
