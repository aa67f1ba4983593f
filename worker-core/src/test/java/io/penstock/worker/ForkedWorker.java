package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testbed.RabbitMqServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A worker in a JVM of its own that runs {@link ScriptedHandler}, so that it can be killed and have exit codes. */
final class ForkedWorker implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("health and metrics on port (\\d+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;

    private ForkedWorker(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Builder on(RabbitMqServer rabbit) {
        return on(rabbit.url());
    }

    static Builder on(String url) {
        return new Builder().set("RABBITMQ_URL", url).set("PENSTOCK_HTTP_PORT", "0");
    }

    static final class Builder {
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> flags = new ArrayList<>();

        Builder set(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Builder flag(String flag) {
            flags.add(flag);
            return this;
        }

        /** Runs the jobs of this queue and writes them down there. */
        Builder runs(String queue, Journal journal) {
            return flag("--queues=" + queue)
                    .queue(queue, "DEFAULT_TYPE", ScriptedHandler.TYPE)
                    .set(ScriptedHandler.JOURNAL.name(), journal.file().toString());
        }

        /** Sets e.g. {@code MAX_ATTEMPTS} of a queue. */
        Builder queue(String queue, String setting, String value) {
            return set("PENSTOCK_QUEUES_" + queue.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + setting, value);
        }

        /** Starts the process and waits for nothing. */
        ForkedWorker launch() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path") + File.pathSeparator + servicesFolder(),
                    WorkerMain.class.getName()));
            command.addAll(flags);
            Path output = Files.createTempFile("forked-worker", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new ForkedWorker(builder.start(), output);
        }

        /** Names the handler as a service. Not on the class path of the tests, many of which want no plug-in there. */
        private static Path servicesFolder() {
            return Path.of(URI.create(Objects.requireNonNull(ForkedWorker.class.getResource("/forked-worker"))
                    .toString()));
        }

        /** Starts the process and waits until it consumes. */
        ForkedWorker start() throws IOException {
            ForkedWorker worker = launch();
            try {
                worker.awaitReady();
                return worker;
            } catch (RuntimeException | Error e) {
                worker.close();
                throw e;
            }
        }
    }

    void awaitReady() {
        awaitOutput(PORT.pattern());
        Awaitility.await("the forked worker is ready")
                .atMost(START_LIMIT)
                .ignoreException(ConnectException.class)
                .until(() -> http().isReady());
    }

    /** Waits until something was logged or printed that matches the pattern. */
    void awaitOutput(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        Awaitility.await("output of the forked worker that matches " + pattern)
                .atMost(START_LIMIT)
                .failFast(
                        "the forked worker has ended",
                        () -> assertThat(isAlive()).as(output()).isTrue())
                .until(() -> compiled.matcher(output()).find());
    }

    /** Everything that it logged or printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkerHttp http() {
        Matcher matcher = PORT.matcher(output());
        assertThat(matcher.find()).as("the port is in the log").isTrue();
        return new WorkerHttp(Integer.parseInt(matcher.group(1)));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: its connections stay open, and it does nothing. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(exit).as("kill -%s", name).isZero();
    }

    /** The exit code of a process that ends by itself within {@code limit}. */
    int exitCode(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended)
                .as("the worker ended within %s; its output:%n%s", limit, output())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(output);
    }
}
