package io.penstock.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.config.Config;
import io.penstock.internal.plugin.Outside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a worker that has everything configured and nothing to do has loaded. */
class IdleWorkerTest {

    @Test
    void neither_the_aws_sdk_nor_the_http_client_is_loaded_before_it_is_needed() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleWorkerTest.class.getName())
                .start();
        String loaded = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(loaded)
                .contains(
                        "io.penstock.store.s3.S3Backend", "io.penstock.internal.http.GuardedHttp", "opened and closed")
                .doesNotContain(
                        "software.amazon.awssdk.services", "software.amazon.awssdk.http", "okhttp3.", "kotlin.");
    }

    /** Opens and closes what plug-ins are given. */
    public static void main(String[] arguments) {
        Config config = Config.read(List.of("--s3-endpoint=http://127.0.0.1:1"), Map.of());
        Outside.open(config).close();
        System.out.println("opened and closed");
    }
}
