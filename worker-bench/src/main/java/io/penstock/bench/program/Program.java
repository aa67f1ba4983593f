package io.penstock.bench.program;

import io.penstock.bench.run.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A contender in a process of its own, which prints a {@link Sample}.
 *
 * @param key of its series
 * @param name for people
 * @param command its command line
 * @param environment variables besides those that are there
 */
public record Program(String key, String name, List<String> command, Map<String, String> environment) {

    /**
     * The command line of a class on this class path, in this JVM, with the log of the benchmark.
     *
     * @param options of the JVM
     */
    public static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=io/penstock/bench/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(arguments);
        return words;
    }

    /** Copies a resource that lies beside {@code owner} into a folder. */
    public static Path file(Class<?> owner, String name, Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve(name);
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new BenchException("resource " + name + " is missing");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    public Sample measure() throws IOException, InterruptedException {
        return Sample.find(output(command, environment, Path.of(".").toAbsolutePath()));
    }

    /** What a program prints; it must succeed. */
    public static String output(List<String> command, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BenchException(command.getFirst() + " is not on this machine: " + e.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException(command.getFirst() + " failed: " + output);
        }
        return output;
    }
}
