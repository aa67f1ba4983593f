package io.penstock.testbed.internal.command;

import io.penstock.testbed.TestbedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of an external program, with a time limit and its output kept for the error message.
 *
 * <p>Output goes through files, not pipes: a daemon that the program leaves behind would hold a pipe open.
 *
 * @param words program and arguments
 * @param environment variables added to this process's own
 * @param limit how long it may run before it is killed
 */
public record Command(List<String> words, Map<String, String> environment, Duration limit) {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    /** Copies its arguments. */
    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** A command with the inherited environment and 30 seconds to run. */
    public static Command of(String... words) {
        return new Command(List.of(words), Map.of(), DEFAULT_LIMIT);
    }

    /** The same command with more words at its end. */
    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all, environment, limit);
    }

    /** The same command with these variables added to the inherited environment. */
    public Command in(Map<String, String> variables) {
        return new Command(words, variables, limit);
    }

    /** The same command with another time limit. */
    public Command within(Duration time) {
        return new Command(words, environment, time);
    }

    /**
     * Runs it and returns what it printed on its standard output.
     *
     * @throws TestbedException if it cannot be started, takes too long, or exits with anything but 0
     */
    public String run() {
        Result result = attempt();
        if (result.exit() != 0) {
            throw new TestbedException("'%s' failed with exit code %d:%n%s"
                    .formatted(String.join(" ", words), result.exit(), LogTail.of(result.output() + result.errors())));
        }
        return result.output();
    }

    /** True if it could be started, ended in time, and exited with 0. */
    public boolean succeeds() {
        try {
            return attempt().exit() == 0;
        } catch (TestbedException notStartedOrTooSlow) {
            return false;
        }
    }

    private Result attempt() {
        try {
            Path output = Files.createTempFile("penstock-command-", ".out");
            Path errors = Files.createTempFile("penstock-command-", ".err");
            try {
                int exit = exitOf(start(output, errors), output, errors);
                return new Result(exit, textOf(output), textOf(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new TestbedException(
                    "'%s' could not be run: %s".formatted(String.join(" ", words), failure.getMessage()), failure);
        }
    }

    private Process start(Path output, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int exitOf(Process process, Path output, Path errors) throws IOException {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new TestbedException("'%s' did not end within %d s and was killed:%n%s"
                .formatted(String.join(" ", words), limit.toSeconds(), LogTail.of(textOf(output) + textOf(errors))));
    }

    private static String textOf(Path file) {
        try {
            return new String(Files.readAllBytes(file), Charset.defaultCharset());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private record Result(int exit, String output, String errors) {}
}
