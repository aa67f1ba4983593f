package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.spi.storage.ObjectStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many documents at once, and what they load. */
class MemoryTest {
    private static final long HEAP = 64L * 1024 * 1024;

    @TempDir
    private Path root;

    private final Memory memory = new Memory(HEAP, Duration.ZERO);
    private ObjectStore objects;

    @BeforeEach
    void start() {
        objects = Desk.store("--object-store-root=" + root);
    }

    private Resources document() {
        return new Resources(new Template.None(), objects, new Stopwatch(), memory);
    }

    private String file(String name, long bytes) throws Exception {
        return Files.write(root.resolve(name), new byte[(int) bytes]).toUri().toString();
    }

    @Test
    void a_second_large_document_waits_for_the_first_and_small_ones_do_not() throws Exception {
        String large = file("large", Memory.SMALL + 1);
        String small = file("small", 1_000);
        try (Resources first = document()) {
            first.load(large);
            try (Resources second = document()) {
                second.load(small);
                assertThatThrownBy(() -> second.load(large)).isInstanceOf(Memory.BusyException.class);
            }
        }
        try (Resources next = document()) {
            assertThat(next.load(large)).hasSize((int) Memory.SMALL + 1);
        }
    }

    @Test
    void a_picture_waits_until_there_is_memory_to_decode_it() {
        Memory.Held most = memory.decoding("a.png", HEAP / 3);
        assertThatThrownBy(() -> memory.decoding("b.png", HEAP / 3)).isInstanceOf(Memory.BusyException.class);
        most.close();
        memory.decoding("b.png", HEAP / 3).close();
    }

    @Test
    void a_picture_that_this_heap_can_never_decode_is_named() {
        assertThatThrownBy(() -> memory.decoding("huge.png", HEAP))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("huge.png")
                .hasMessageContaining("larger heap");
    }

    @Test
    void a_jpeg_picture_needs_no_memory_to_be_decoded() throws Exception {
        byte[] jpeg = encoded(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg");
        byte[] png = encoded(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB), "png");
        Memory.Held almostAll = memory.decoding("other.png", HEAP / 2 - 128 * 1024);

        assertThat(Pictures.read("a.jpg", jpeg, false, memory).getWidth()).isEqualTo(64);
        assertThatThrownBy(() -> Pictures.read("a.png", png, false, memory)).isInstanceOf(Memory.BusyException.class);

        almostAll.close();
        assertThat(Pictures.read("a.png", png, false, memory).getWidth()).isEqualTo(512);
    }

    private static byte[] encoded(BufferedImage picture, String format) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, bytes)).isTrue();
        return bytes.toByteArray();
    }
}
