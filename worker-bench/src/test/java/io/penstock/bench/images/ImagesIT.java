package io.penstock.bench.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.bench.BenchProcess;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, with two pictures so small that the numbers mean nothing, and without what comes from npm. */
class ImagesIT {
    @TempDir
    private Path home;

    @Test
    void everybody_on_this_machine_is_measured() throws Exception {
        Path photographs = Files.createDirectories(home.resolve("photographs"));
        for (String name : List.of("a.jpg", "b.jpg")) {
            BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(picture, "jpg", photographs.resolve(name).toFile());
        }

        JsonNode report = BenchProcess.report(
                home, "images", "--no-sharp", "--repetitions=1", "--rounds=1", "--photographs=" + photographs);

        List<String> keys = new ArrayList<>();
        report.path("series").forEach(series -> keys.add(series.path("key").textValue()));
        assertThat(keys)
                .contains("one.penstock", "one.java", "one.vipsthumbnail", "all.penstock", "all.java.heap")
                .doesNotHaveDuplicates();
        report.path("series").forEach(series -> {
            if (series.path("unit").textValue().equals("images/s")) {
                assertThat(series.path("median").doubleValue()).isPositive();
            }
        });
    }
}
