package io.penstock.bench.images;

import io.penstock.bench.run.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Somebody who makes renditions, in a process of its own.
 *
 * @param key of its series
 * @param name for people
 * @param command its command line
 * @param environment variables besides those that are there
 */
record Contender(String key, String name, List<String> command, Map<String, String> environment) {

    Sample measure() throws IOException, InterruptedException {
        return Sample.find(output(command, environment, Path.of(".").toAbsolutePath()));
    }

    /** What a program prints; it must succeed. */
    static String output(List<String> command, Map<String, String> environment, Path folder)
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
