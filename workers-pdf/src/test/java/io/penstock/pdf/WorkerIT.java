package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.client.JobClient;
import io.penstock.client.NewJob;
import io.penstock.spi.storage.ObjectStore;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.S3Server;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job from a queue to an object, through the worker's own process with a heap of 256 MB. */
@WithServers({ServerKind.RABBITMQ, ServerKind.S3})
class WorkerIT {
    private static final int ROWS = 100_000;

    private final RabbitMqServer rabbit;
    private final S3Server s3;
    private final ObjectStore store;

    @TempDir
    private Path root;

    WorkerIT(RabbitMqServer rabbit, S3Server s3) {
        this.rabbit = rabbit;
        this.s3 = s3;
        this.store = Desk.store(
                "--s3-endpoint=" + s3.endpoint(),
                "--aws-access-key-id=" + s3.accessKey(),
                "--aws-secret-access-key=" + s3.secretKey());
    }

    @Test
    void a_hundred_thousand_rows_of_an_object_become_a_document_in_the_object_store() throws Exception {
        String folder = "s3://" + s3.bucket() + "/" + UUID.randomUUID();
        store.write(folder + "/rows.csv", "text/csv", out -> {
            StringBuilder rows = new StringBuilder("Key,Customer,Date,Text,Amount\n");
            for (int row = 1; row <= ROWS; row++) {
                rows.append("row-")
                        .append(row)
                        .append("-,Customer,2026-03-01,Größe,")
                        .append(row)
                        .append(".50\n");
            }
            out.write(rows.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
        Process worker = worker();
        try (JobClient client = JobClient.builder(rabbit.url()).build()) {
            NewJob job = NewJob.on(
                    "pdfs",
                    "{\"table\": {\"title\": \"Rows\", \"rows_url\": \"" + folder + "/rows.csv\"}, \"output\": \""
                            + folder + "/rows.pdf\"}");
            Awaitility.await("the worker has declared its queue")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> client.enqueue(job).join() != null);
            Awaitility.await("the document")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> {
                        try (InputStream stream = store.open(folder + "/rows.pdf", Integer.MAX_VALUE)) {
                            return stream.read() >= 0;
                        }
                    });
        } finally {
            worker.destroy();
            worker.waitFor();
        }
        Path file = root.resolve("rows.pdf");
        try (InputStream stream = store.open(folder + "/rows.pdf", Integer.MAX_VALUE)) {
            Files.copy(stream, file);
        }
        String text = Desk.output("pdftotext", "-layout", file.toString(), "-");
        for (int row = 1; row <= ROWS; row++) {
            assertThat(text.contains("row-" + row + "-")).as("row %d", row).isTrue();
            text = row % 1_000 == 0 ? text.substring(text.indexOf("row-" + row + "-")) : text;
        }
        assertThat(Desk.output("qpdf", "--check", file.toString())).contains("No syntax or stream encoding errors");
    }

    private Process worker() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.penstock.worker.WorkerMain",
                        "--queues=pdfs")
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "pdf-worker.log"));
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "RABBITMQ_URL", rabbit.url(),
                        "PENSTOCK_HTTP_PORT", "0",
                        "PENSTOCK_PDF_TIME_LIMIT", "2m",
                        "S3_ENDPOINT", s3.endpoint(),
                        "AWS_ACCESS_KEY_ID", s3.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", s3.secretKey()));
        return builder.start();
    }
}
