package io.penstock.internal.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.Outcome;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import io.penstock.spi.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectsTest {
    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path temp;

    private Path root;
    private ObjectStore store;

    @BeforeEach
    void openStore() throws IOException {
        root = Files.createDirectory(temp.toRealPath().resolve("objects"));
        store = Stores.with("--object-store-root=" + root);
    }

    private String url(String path) {
        return "file://" + root + "/" + path;
    }

    private StoredObject write(String url, String text) throws ObjectStoreException {
        return store.write(url, "text/plain", out -> out.write(text.getBytes(UTF_8)));
    }

    private static String read(InputStream stream) throws IOException {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    @Test
    void what_is_written_can_be_read_and_is_where_the_url_says() throws IOException {
        StoredObject stored = write(url("acme/2026/a.txt"), "hello");

        assertThat(stored).isEqualTo(new StoredObject(url("acme/2026/a.txt"), 5, SHA256_OF_HELLO));
        assertThat(root.resolve("acme/2026/a.txt")).hasContent("hello");
        assertThat(read(store.open(stored.url(), 5))).isEqualTo("hello");
        assertThat(read(store.open(stored.url(), 5, SHA256_OF_HELLO.toUpperCase(java.util.Locale.ROOT))))
                .isEqualTo("hello");
    }

    @Test
    void names_are_percent_encoded_utf_8() throws IOException {
        write(url("Gr%C3%BC%C3%9Fe%20%2B.txt"), "hello");

        assertThat(root.resolve("Grüße +.txt")).hasContent("hello");
        assertThat(read(store.open(url("Grüße +.txt"), 5))).isEqualTo("hello");
    }

    @Test
    void writing_again_replaces_the_object() throws IOException {
        write(url("a"), "first, and longer");
        StoredObject again = write(url("a"), "hello");

        assertThat(again.sha256()).isEqualTo(SHA256_OF_HELLO);
        assertThat(root.resolve("a")).hasContent("hello");
    }

    @Test
    void a_writer_that_fails_leaves_what_was_there() throws IOException {
        write(url("a"), "hello");

        assertThatThrownBy(() -> store.write(url("a"), "text/plain", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("no more ink");
                }))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("no more ink");
        assertThatThrownBy(() -> store.write(url("b"), "text/plain", out -> {
                    out.write(1);
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(root.resolve("a")).hasContent("hello");
        assertThat(root.resolve("b")).doesNotExist();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void an_object_is_not_visible_before_it_is_whole() throws IOException {
        store.write(url("a"), "text/plain", out -> {
            out.write("hel".getBytes(UTF_8));
            out.flush();
            assertThat(root.resolve("a")).doesNotExist();
            assertThat(reasonOf(() -> store.open(url("a"), 5))).isEqualTo(Reason.NOT_FOUND);
            out.write("lo".getBytes(UTF_8));
        });

        assertThat(root.resolve("a")).hasContent("hello");
    }

    @Test
    void of_many_writers_of_one_object_one_whole_object_remains() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StoredObject>> writers = new ArrayList<>();
            for (int writer = 0; writer < 16; writer++) {
                byte[] bytes = new byte[200_000];
                Arrays.fill(bytes, (byte) writer);
                writers.add(executor.submit(() -> store.write(url("new/folder/a"), "x/y", out -> out.write(bytes))));
            }
            for (Future<StoredObject> writer : writers) {
                assertThat(writer.get().bytes()).isEqualTo(200_000);
            }
        }
        byte[] left = Files.readAllBytes(root.resolve("new/folder/a"));
        assertThat(left).hasSize(200_000).containsOnly(left[0]);
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void reading_stops_in_mid_stream_at_the_cap() throws IOException {
        Files.write(root.resolve("a"), new byte[100_000]);

        try (InputStream stream = store.open(url("a"), 60_000)) {
            assertThat(stream.readNBytes(60_000)).hasSize(60_000);
            ObjectStoreException tooLarge = catchThrowableOfType(ObjectStoreException.class, stream::read);
            assertThat(tooLarge.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(tooLarge).hasMessage(url("a") + ": expected at most 60000 bytes, got more");
        }
        try (InputStream stream = store.open(url("a"), 100_000)) {
            assertThat(stream.readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void other_bytes_than_expected_are_told_before_the_end() throws IOException {
        write(url("a"), "hellO");

        try (InputStream stream = store.open(url("a"), 5, SHA256_OF_HELLO)) {
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("expected sha256 " + SHA256_OF_HELLO);
        }
        assertThat(reasonOf(() -> store.open(url("a"), 5, "abc"))).isEqualTo(Reason.CHECKSUM_MISMATCH);
    }

    @Test
    void no_spelling_of_a_url_leads_out_of_the_root() throws IOException {
        Path secret = Files.writeString(temp.toRealPath().resolve("secret"), "secret");
        List<String> escapes = List.of(
                "file://" + secret,
                "file:" + secret,
                "file:////" + secret,
                url("../secret"),
                url("a/../../secret"),
                url("%2e%2e/secret"),
                url("%2E%2E%2Fsecret"),
                url(".%2e/secret"),
                url("%252e%252e/secret"),
                url("%252e%252e%252fsecret"),
                url("..%5csecret"),
                url("..\\secret"),
                url("%c0%ae%c0%ae/secret"),
                url("./a"),
                url("a//b"),
                url(""),
                url("a/"),
                url("a%00.txt"),
                url("a\0.txt"),
                url("a%0a"),
                url("a%"),
                url("a%2"),
                url("a%zz"),
                url("a%ff"),
                url("a?x=1"),
                url("a#x"),
                url("C:/windows"),
                url("C%3A/windows"),
                url("c|/windows"),
                url(".penstock/x"),
                url("%2epenstock/x"),
                url("x".repeat(256)),
                "file://localhost" + root + "/a",
                "file://evil.example" + root + "/a",
                "file://" + root,
                "file://" + root + "2/a",
                "FILE://" + root + "/a",
                root + "/a",
                "jar:file://" + root + "/a",
                "file:///etc/passwd",
                "file:///");

        for (String escape : escapes) {
            assertThat(reasonOf(() -> store.open(escape, 10)))
                    .as("read %s", escape)
                    .isEqualTo(Reason.INVALID_URL);
            assertThat(reasonOf(() -> write(escape, "x")))
                    .as("write %s", escape)
                    .isEqualTo(Reason.INVALID_URL);
        }
        assertThat(secret).hasContent("secret");
        assertThat(root).isDirectoryNotContaining(file -> !file.endsWith(".penstock"));
    }

    @Test
    void no_symbolic_link_is_followed_at_any_level() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createDirectory(outside.resolve("deep"));
        Files.writeString(outside.resolve("deep/secret"), "secret");
        Files.createDirectories(root.resolve("a/deep"));
        Files.createSymbolicLink(root.resolve("first"), outside);
        Files.createSymbolicLink(root.resolve("a/second"), outside.resolve("deep"));
        Files.createSymbolicLink(root.resolve("a/deep/file"), outside.resolve("deep/secret"));
        Files.createSymbolicLink(root.resolve("a/deep/dangling"), outside.resolve("new"));
        Files.createSymbolicLink(root.resolve("inside"), root.resolve("a"));

        for (String path : List.of(
                "first/deep/secret", "a/second/secret", "a/deep/file", "a/deep/dangling", "inside/deep/x", "a/deep")) {
            assertThat(reasonOf(() -> store.open(url(path), 10)))
                    .as("read %s", path)
                    .isEqualTo(Reason.INVALID_URL);
            assertThat(reasonOf(() -> write(url(path), "x")))
                    .as("write %s", path)
                    .isEqualTo(Reason.INVALID_URL);
        }
        assertThat(outside.resolve("deep/secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void a_folder_that_becomes_a_link_while_an_object_is_written_is_not_followed() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createDirectory(root.resolve("a"));

        assertThat(reasonOf(() -> store.write(url("a/x"), "text/plain", out -> {
                    out.write(1);
                    Files.delete(root.resolve("a"));
                    Files.createSymbolicLink(root.resolve("a"), outside);
                })))
                .isEqualTo(Reason.INVALID_URL);

        assertThat(outside).isEmptyDirectory();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void a_root_that_is_reached_by_a_link_works_under_its_own_name() throws IOException {
        Path link = Files.createSymbolicLink(temp.toRealPath().resolve("link"), root);
        ObjectStore linked = Stores.with("--object-store-root=" + link);

        linked.write("file://" + link + "/a", "text/plain", out -> out.write(1));

        assertThat(root.resolve("a")).hasSize(1);
    }

    @Test
    void what_a_dead_process_left_is_deleted_after_a_day() throws IOException {
        Path old = Files.writeString(root.resolve(".penstock/old"), "half");
        Path young = Files.writeString(root.resolve(".penstock/young"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(25, ChronoUnit.HOURS)));

        Stores.with("--object-store-root=" + root);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void failures_say_what_is_missing_and_what_becomes_of_the_job() {
        ObjectStoreException absent =
                catchThrowableOfType(ObjectStoreException.class, () -> store.open(url("absent"), 1));

        assertThat(absent).hasMessage(url("absent") + ": expected an existing file");
        assertThat(absent.outcome()).isInstanceOf(Outcome.Rejected.class);
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".penstock"))) {
            return files.toList();
        }
    }

    private static Reason reasonOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ObjectStoreException.class, call).reason();
    }
}
