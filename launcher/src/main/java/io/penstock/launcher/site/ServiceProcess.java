package io.penstock.launcher.site;

import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker or a console in a process of its own, with this process's class path and its plug-ins. Thread-safe. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(35);
    private static final int LOG_LINES = 15;

    private final Kind kind;
    private final Process process;
    private final int port;
    private final Path log;

    /** What can be started. */
    enum Kind {
        WORKER("worker", "io.penstock.worker.WorkerMain", "PENSTOCK_HTTP"),
        CONSOLE("console", "io.penstock.console.ConsoleMain", "PENSTOCK_CONSOLE");

        private final String role;
        private final String mainClass;
        /** What the names of its settings for host and port begin with. */
        private final String listen;

        Kind(String role, String mainClass, String listen) {
            this.role = role;
            this.mainClass = mainClass;
            this.listen = listen;
        }
    }

    private ServiceProcess(Kind kind, Process process, int port, Path log) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts it and returns at once.
     *
     * @param environment all of its environment variables; the port that it listens on is chosen here
     * @param plugins folders or jars to be searched for plug-ins besides the class path
     * @param log file for all that it prints, emptied first
     */
    static ServiceProcess start(Kind kind, Map<String, String> environment, List<Path> plugins, Path log) {
        int port = freePort();
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(kind.listen + "_HOST", "127.0.0.1");
        variables.put(kind.listen + "_PORT", Integer.toString(port));
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(kind.mainClass, plugins))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new ServiceProcess(kind, process, port, log);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + kind.role + " could not be started", e);
        }
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    RunningProcess running() {
        return RunningProcess.of(kind.role, process.toHandle());
    }

    /** Waits until it says that it is ready. */
    void awaitReady(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            while (!isReady(http)) {
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure("the " + kind.role + " ended with exit code " + process.exitValue());
                }
                if (System.nanoTime() > deadline) {
                    throw failure("the " + kind.role + " was not ready within " + limit.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while the " + kind.role + " was starting");
        }
    }

    /** SIGTERM, so that running jobs end or go back to their queues; SIGKILL if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    private CommandFailure failure(String what) {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return CommandFailure.failed(what + "; the end of " + log + ":\n" + String.join("\n", last));
        } catch (IOException e) {
            return CommandFailure.failed(what + "; see " + log);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
