package io.penstock.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.ObjectStoreException;
import io.penstock.spi.storage.ObjectStoreException.Reason;
import io.penstock.spi.storage.StoredObject;
import io.penstock.testbed.S3Server;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;

@WithServers(ServerKind.S3)
class S3ObjectsIT {
    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final int MEGABYTE = 1024 * 1024;

    private final S3Server server;
    private final ObjectStore store;
    private final String key = "test/" + UUID.randomUUID() + "/Grüße + 1.bin";
    private final String url;

    S3ObjectsIT(S3Server server) {
        this.server = server;
        this.store = Stores.on(server);
        this.url = "s3://" + server.bucket() + "/" + key;
    }

    private StoredObject write(byte[] bytes) throws ObjectStoreException {
        return store.write(url, "image/png", out -> out.write(bytes));
    }

    private byte[] read() throws IOException {
        try (InputStream stream = store.open(url, 100 * MEGABYTE)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void a_small_object_keeps_its_bytes_and_content_type() throws IOException {
        assertThat(write("hello".getBytes(UTF_8))).isEqualTo(new StoredObject(url, 5, SHA256_OF_HELLO));

        assertThat(read()).asString().isEqualTo("hello");
        assertThat(head().contentType()).isEqualTo("image/png");
    }

    @Test
    void an_object_of_any_size_around_that_of_a_part_comes_back_as_it_was() throws IOException {
        for (int size : new int[] {0, 1, Part.SIZE - 1, Part.SIZE, Part.SIZE + 1, 2 * Part.SIZE, 2 * Part.SIZE + 5}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);

            StoredObject stored = write(bytes);

            assertThat(stored.bytes()).isEqualTo(size);
            try (InputStream stream = store.open(url, size, stored.sha256())) {
                assertThat(Arrays.equals(stream.readAllBytes(), bytes))
                        .as("%d bytes", size)
                        .isTrue();
            }
            assertThat(head().contentType()).isEqualTo("image/png");
        }
        assertThat(unfinishedUploads()).isEmpty();
    }

    @Test
    void two_hundred_megabytes_pass_through_a_heap_of_sixty_four() throws IOException {
        try (ChildWriter child = ChildWriter.start(server, url, 200)) {
            assertThat(child.lineBeginningWith("read")).startsWith("read " + 200 * MEGABYTE + " ");
        }
        assertThat(head().contentLength()).isEqualTo(200 * MEGABYTE);
    }

    @Test
    void a_run_again_replaces_the_object_with_the_same_bytes() throws IOException {
        byte[] bytes = new byte[9 * MEGABYTE];
        new Random(1).nextBytes(bytes);

        StoredObject first = write(bytes);
        assertThat(write(bytes)).isEqualTo(first);

        assertThat(Arrays.equals(read(), bytes)).isTrue();
    }

    @Test
    void reading_stops_in_mid_stream_at_the_cap() throws IOException {
        write(new byte[9 * MEGABYTE]);

        try (InputStream stream = store.open(url, MEGABYTE)) {
            assertThat(stream.readNBytes(MEGABYTE)).hasSize(MEGABYTE);
            assertThat(reasonOf(stream::read)).isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void a_writer_that_fails_leaves_what_was_there_and_no_parts() throws IOException {
        write("hello".getBytes(UTF_8));

        assertThatThrownBy(() -> store.write(url, "image/png", out -> {
                    out.write(new byte[10 * MEGABYTE]);
                    throw new IOException("no more ink");
                }))
                .hasMessageContaining("no more ink");

        assertThat(read()).asString().isEqualTo("hello");
        assertThat(unfinishedUploads()).isEmpty();
    }

    @Test
    void a_writer_that_is_killed_leaves_what_was_there() throws Exception {
        write("hello".getBytes(UTF_8));

        try (ChildWriter child = ChildWriter.start(server, url, 100_000)) {
            assertThat(child.lineBeginningWith("wrote 20")).isNotNull();
            child.kill();
        }

        assertThat(read()).asString().isEqualTo("hello");
    }

    @Test
    void of_many_writers_of_one_object_one_whole_object_remains() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StoredObject>> writers = new ArrayList<>();
            for (int writer = 1; writer <= 6; writer++) {
                byte[] bytes = new byte[9 * MEGABYTE];
                Arrays.fill(bytes, (byte) writer);
                writers.add(executor.submit(() -> write(bytes)));
            }
            for (Future<StoredObject> writer : writers) {
                assertThat(writer.get().bytes()).isEqualTo(9 * MEGABYTE);
            }
        }
        byte[] left = read();
        byte[] expected = new byte[9 * MEGABYTE];
        Arrays.fill(expected, left[0]);
        assertThat(Arrays.equals(left, expected)).isTrue();
    }

    @Test
    void a_server_that_dies_in_between_leaves_nothing_and_the_next_try_succeeds() throws IOException {
        assertThat(reasonOf(() -> store.write(url, "image/png", out -> {
                    out.write(new byte[10 * MEGABYTE]);
                    server.kill();
                })))
                .isEqualTo(Reason.UNAVAILABLE);
        server.start();
        assertThat(reasonOf(() -> store.open(url, 1))).isEqualTo(Reason.NOT_FOUND);

        write("hello".getBytes(UTF_8));

        assertThat(read()).asString().isEqualTo("hello");
    }

    @Test
    void a_connection_that_ends_while_an_object_is_read_is_never_taken_for_its_end() throws IOException {
        write(new byte[30 * MEGABYTE]);

        try (InputStream stream = store.open(url, 30 * MEGABYTE)) {
            assertThat(stream.readNBytes(MEGABYTE)).hasSize(MEGABYTE);
            server.cutConnections();
            assertThat(reasonOf(stream::readAllBytes)).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void failures_say_whether_trying_again_may_help() {
        ObjectStore stranger = Stores.with(Stores.flags(server.endpoint(), server.accessKey(), "wrong"));

        assertThat(reasonOf(() -> store.open(url, 1))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reasonOf(() -> store.open("s3://no-such-bucket/a", 1))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reasonOf(() -> stranger.open(url, 1))).isEqualTo(Reason.REFUSED);
        assertThat(reasonOf(() -> stranger.write(url, "image/png", out -> out.write(1))))
                .isEqualTo(Reason.REFUSED);
        assertThat(catchThrowableOfType(ObjectStoreException.class, () -> stranger.open(url, 1)))
                .hasMessageNotContaining(server.accessKey())
                .hasMessageNotContaining("wrong");
    }

    private HeadObjectResponse head() {
        return client().headObject(HeadObjectRequest.builder()
                .bucket(server.bucket())
                .key(key)
                .build());
    }

    private List<String> unfinishedUploads() {
        return client()
                .listMultipartUploads(ListMultipartUploadsRequest.builder()
                        .bucket(server.bucket())
                        .build())
                .uploads()
                .stream()
                .map(upload -> upload.key())
                .filter(key::equals)
                .toList();
    }

    private S3Client client() {
        S3Provider.Access.Key access = new S3Provider.Access.Key(server.accessKey(), server.secretKey(), "");
        return new LazyClient(new S3Provider.Access(server.endpoint(), "", access)).get();
    }

    private static Reason reasonOf(ThrowingCallable call) {
        return catchThrowableOfType(ObjectStoreException.class, call).reason();
    }
}
