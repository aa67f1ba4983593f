package io.penstock.launcher.demo;

import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine, run to its end.
 *
 * @param words program and arguments
 * @param folder where it runs
 * @param environment variables added to this process's own
 * @param limit how long it may take before it is killed
 */
record ExternalProgram(List<String> words, Path folder, Map<String, String> environment, Duration limit) {
    ExternalProgram {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** True if it could be started and exited with 0. */
    boolean succeeds() {
        try {
            run("");
            return true;
        } catch (CommandFailure e) {
            return false;
        }
    }

    /** Runs it with {@code input}, at most some kilobytes; fails with what it printed unless it exits with 0. */
    void run(String input) {
        try {
            Path output = Files.createTempFile("penstock-", ".out");
            try {
                int exitCode = exitCode(input, output);
                if (exitCode != 0) {
                    throw CommandFailure.failed("'%s' failed with exit code %d: %s"
                            .formatted(
                                    String.join(" ", words),
                                    exitCode,
                                    Files.readString(output).strip()));
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("'%s' could not be run: %s".formatted(words.get(0), e.getMessage()));
        }
    }

    private int exitCode(String input, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        feed(process, input);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw CommandFailure.failed(
                "'%s' did not end within %d s".formatted(String.join(" ", words), limit.toSeconds()));
    }

    private static void feed(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (!input.isEmpty()) {
                throw new UncheckedIOException("it did not read its input", e);
            }
        }
    }
}
