package io.penstock.store.s3;

import io.penstock.spi.storage.ObjectStore;
import io.penstock.spi.storage.StoredObject;
import io.penstock.testbed.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A JVM of its own with a heap of 64 MB that writes one object and reads it back. */
final class ChildWriter implements AutoCloseable {
    private static final int MEGABYTE = 1024 * 1024;

    private final Process process;
    private final BufferedReader output;

    private ChildWriter(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildWriter start(S3Server server, String url, int megabytes) throws IOException {
        return new ChildWriter(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildWriter.class.getName(),
                        server.endpoint(),
                        server.accessKey(),
                        server.secretKey(),
                        url,
                        Integer.toString(megabytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Reads its output up to a line that begins with {@code beginning}; null if there is none. */
    String lineBeginningWith(String beginning) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = output.readLine();
        }
        return line;
    }

    /** SIGKILL, and waits for its end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Arguments: endpoint, access key, secret key, URL, size in megabytes. */
    public static void main(String[] arguments) throws IOException {
        ObjectStore store = Stores.with(Stores.flags(arguments[0], arguments[1], arguments[2]));
        String url = arguments[3];
        int megabytes = Integer.parseInt(arguments[4]);
        StoredObject stored = store.write(url, "application/octet-stream", out -> write(out, megabytes));
        try (InputStream stream = store.open(url, stored.bytes(), stored.sha256())) {
            System.out.println("read " + stream.transferTo(OutputStream.nullOutputStream()) + " " + stored.sha256());
        }
    }

    private static void write(OutputStream out, int megabytes) throws IOException {
        byte[] megabyte = new byte[MEGABYTE];
        for (int number = 0; number < megabytes; number++) {
            Arrays.fill(megabyte, (byte) number);
            out.write(megabyte);
            System.out.println("wrote " + number);
        }
    }
}
