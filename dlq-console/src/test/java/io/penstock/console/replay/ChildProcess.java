package io.penstock.console.replay;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A console or a worker in a JVM of its own, which can be killed. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts one and waits until it says that it is ready. */
    public static ChildProcess start(Path folder, String main, Pattern ready, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + services(),
                main));
        command.addAll(flags);
        Path output = Files.createTempFile(folder, "child", ".log");
        var child = new ChildProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
        await().atMost(PATIENCE).until(() -> !child.find(ready).isEmpty());
        return child;
    }

    private static Path services() {
        return Path.of(URI.create(Objects.requireNonNull(ChildProcess.class.getResource("/replay-worker"))
                .toString()));
    }

    /** The first group of what it has said, empty if it has not. */
    String find(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(output));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** As kill -9 does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
