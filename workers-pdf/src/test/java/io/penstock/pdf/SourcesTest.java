package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that a document is made of. */
class SourcesTest {
    private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

    @TempDir
    private Path root;

    private Desk desk;

    @BeforeEach
    void start() {
        desk = Desk.with(
                root,
                "--object-store-root=" + root,
                "--s3-endpoint=" + NOBODY_LISTENS,
                "--aws-access-key-id=nobody",
                "--aws-secret-access-key=nothing");
    }

    private static Map<String, ?> table(String url) {
        return Map.of("table", Map.of("columns", List.of("a"), "rows_url", url));
    }

    private String url(String name) {
        return root.resolve(name).toUri().toString();
    }

    @Test
    void rows_that_are_not_there_end_the_job_with_their_name() throws Exception {
        assertThat(desk.whyRejected(table(url("none.csv")))).contains("none.csv");
    }

    @Test
    void a_picture_that_is_not_there_ends_the_job_with_its_name() throws Exception {
        assertThat(desk.whyRejected(Map.of("html", "<img src='" + url("none.png") + "'>")))
                .contains("none.png");
    }

    @Test
    void while_the_store_cannot_be_reached_the_job_is_tried_again() throws Exception {
        assertThat(desk.run(table("s3://exports/rows.csv"), "rows.pdf")).isInstanceOf(Outcome.Failed.class);
        assertThat(desk.run(Map.of("html", "<img src='s3://pictures/a.png'>"), "picture.pdf"))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(root.resolve("rows.pdf")).doesNotExist();
        assertThat(root.resolve("picture.pdf")).doesNotExist();
    }

    @Test
    void a_job_that_was_rejected_does_no_harm_to_the_next() throws Exception {
        desk.whyRejected(Map.of("html", "<p>&#x10FFFD;</p>"));
        assertThat(Files.size(desk.render(Map.of("html", "<p>x</p>"), "next.pdf")))
                .isPositive();
    }

    @Test
    void pictures_that_are_too_much_together_are_refused() throws Exception {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        byte[] padded = Arrays.copyOf(jpeg.toByteArray(), 20 * 1024 * 1024);
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            Files.write(root.resolve(i + ".jpg"), padded);
            html.append("<img src='").append(url(i + ".jpg")).append("'>");
        }
        assertThat(desk.whyRejected(Map.of("html", html.toString()))).contains("bytes together", "3.jpg");
    }
}
