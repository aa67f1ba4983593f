package io.penstock.torture.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A Java process of its own, to which anything may be done. Thread-safe. */
final class ChildJvm {
    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    /**
     * What to run.
     *
     * @param mainClass its main class
     * @param arguments its arguments
     * @param additions folders behind the class path of this process
     * @param environment all of its environment variables
     */
    record Launch(String mainClass, List<String> arguments, List<Path> additions, Map<String, String> environment) {}

    /** Starts it; all that it prints is appended to {@code log}. */
    static ChildJvm start(Launch launch, Path log) {
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        launch.additions()
                .forEach(folder -> classPath.append(File.pathSeparatorChar).append(folder));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath.toString(),
                Leash.class.getName(),
                launch.mainClass()));
        words.addAll(launch.arguments());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        try {
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(launch.mainClass() + " could not be started", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Tells on another thread, once it has ended. */
    void onExit(Consumer<ChildJvm> listener) {
        var unused = process.onExit().thenRun(() -> listener.accept(this));
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns whether it ended within {@code limit}. Its standard input stays open, unlike with Process. */
    boolean terminate(Duration limit) throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGSTOP. */
    void pause() throws InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws InterruptedException {
        signal("CONT");
    }

    /** A process that ended meanwhile needs none. */
    private void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("the program kill could not be run", e);
        }
    }
}
