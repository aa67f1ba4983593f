package io.penstock.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the launcher as the script does: the assembled application in a process of its own, with a home of its own. For
 * one thread.
 */
public final class Launcher implements AutoCloseable {
    private static final long LIMIT_MINUTES = 10;
    private static final String MARK = "LAUNCHED_BY_TEST";

    private final Path home;
    private final String mark = UUID.randomUUID().toString();

    /** How a command ended and what it printed. */
    public record Run(int exitCode, String out, String err) {}

    public Launcher(Path home) {
        this.home = home;
    }

    /** Runs a command to its end. */
    public Run run(String... arguments) throws Exception {
        return run(Map.of(), "", arguments);
    }

    /** Runs a command to its end, with variables added to its environment, and with something to read. */
    public Run run(Map<String, String> environment, String input, String... arguments) throws Exception {
        Path out = Files.createTempFile(home, "run", ".out");
        Path err = Files.createTempFile(home, "run", ".err");
        ProcessBuilder builder = command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // it did not want to read
        }
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end: " + Files.readString(out) + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts a command whose output goes to {@code output}. */
    public Process start(Path output, String... arguments) throws IOException {
        return command(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private ProcessBuilder command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8"));
        words.addAll(List.of("-cp", System.getProperty("launcher.lib") + "/*", "io.penstock.launcher.Main"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("PENSTOCK_") || name.matches("RABBITMQ_URL|REDIS_URL|KAFKA_.*|SMTP_URL"));
        builder.environment().put("PENSTOCK_HOME", home.toString());
        builder.environment().put(MARK, mark);
        return builder;
    }

    /** All living processes that commands of this launcher have started, directly or not. */
    public List<ProcessHandle> leftBehind() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> hasMark(process.pid())).toList();
        }
    }

    /** Kills what a failed test has left behind. */
    @Override
    public void close() {
        leftBehind().forEach(ProcessHandle::destroyForcibly);
    }

    /** Every process inherits its parent's environment, whatever becomes of the parent. */
    private boolean hasMark(long pid) {
        try {
            String environment = Files.readString(Path.of("/proc", Long.toString(pid), "environ"), ISO_8859_1);
            return environment.contains(MARK + "=" + mark);
        } catch (IOException gone) {
            return false;
        }
    }

    /** The mails that the SMTP server of {@code up} has stored, as they came. */
    public List<String> mails() {
        try (Stream<Path> files = Files.walk(home.resolve(".penstock/up/servers/smtp"))) {
            List<String> mails = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".eml")).toList()) {
                mails.add(Files.readString(file, ISO_8859_1));
            }
            return mails;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
