package io.penstock.bench.run;

import io.penstock.bench.contender.Mark;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contender in a JVM of its own. Thread-safe. */
public final class JavaProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("health and metrics on port (\\d+)");
    private static final long STOP_LIMIT_SECONDS = 30;
    private static final long LOOK_EVERY_MILLIS = 50;

    private final Process process;
    private final Path log;
    private final BlockingQueue<Mark> marks = new LinkedBlockingQueue<>();

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The options that the script gives a JVM of its own, as this system property holds them; none without the script. */
    public static List<String> options(String property) {
        String given = System.getProperty(property, "").strip();
        return given.isEmpty() ? List.of() : List.of(given.split("\\s+"));
    }

    /**
     * Starts it.
     *
     * @param command all words of the command line
     * @param environment all of its environment variables
     * @param log file for all that it prints
     */
    public static JavaProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        JavaProcess started = new JavaProcess(builder.start(), log);
        Thread.ofPlatform().daemon().start(started::read);
        return started;
    }

    private void read() {
        try (BufferedReader output = process.inputReader();
                BufferedWriter writer = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Optional<Mark> mark = Mark.parse(line);
                if (mark.isPresent()) {
                    marks.add(mark.get());
                } else {
                    writer.write(line);
                    writer.newLine();
                    writer.flush();
                }
            }
        } catch (IOException e) {
            // it was killed; whoever waits for a mark sees that it is gone
        }
    }

    public long pid() {
        return process.pid();
    }

    private Mark nextMark(long deadline) throws InterruptedException {
        while (System.nanoTime() < deadline) {
            Mark mark = marks.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (mark != null) {
                return mark;
            }
            if (!process.isAlive() && marks.isEmpty()) {
                throw new BenchException("a contender ended with exit code " + process.exitValue() + "; see " + log);
            }
        }
        throw new BenchException("a contender was not done in time; see " + log);
    }

    /** Waits until it is a worker that consumes its queues. */
    public void awaitReady(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchException("a worker did not become ready; see " + log);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return ask("/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What a worker answers at this path. */
    String http(String path) throws InterruptedException, IOException {
        return ask(path).body();
    }

    private HttpResponse<String> ask(String path) throws InterruptedException, IOException {
        Matcher port = PORT.matcher(Files.readString(log));
        if (!port.find()) {
            throw new IOException("no port yet");
        }
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The first of what it says next by which it has settled so many jobs. */
    Mark markAt(long settled, Duration limit) throws InterruptedException {
        return next(mark -> mark.settled() >= settled, limit);
    }

    /** The first of what it says next that is so much later. */
    Mark markAfter(Mark before, Duration later, Duration limit) throws InterruptedException {
        return next(mark -> mark.nanos() - before.nanos() >= later.toNanos(), limit);
    }

    private Mark next(Predicate<Mark> wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Mark mark = nextMark(deadline);
        while (!wanted.test(mark)) {
            mark = nextMark(deadline);
        }
        return mark;
    }

    /** SIGSTOP: it does nothing at all until {@link #resume}. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new BenchException("kill -" + name + " ended with exit code " + exit);
        }
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; SIGKILL if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
