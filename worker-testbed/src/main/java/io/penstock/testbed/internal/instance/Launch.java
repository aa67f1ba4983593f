package io.penstock.testbed.internal.instance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to launch a server as a process.
 *
 * @param name names its pid file and its log
 * @param words program and arguments
 * @param environment variables added to this process's own, from which those that mislead a server were taken
 * @param workingFolder where it runs; pid file and log go here
 * @param data the folder that holds what the server stores
 */
public record Launch(String name, List<String> words, Map<String, String> environment, Path workingFolder, Path data) {
    private static final List<String> MISLEADING =
            List.of("RABBITMQ_", "ERL_", "NOTIFY_SOCKET", "JAVA_TOOL_OPTIONS", "PG");

    /** Copies its arguments. */
    public Launch {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** Makes {@code inherited} the environment of the server. */
    void applyTo(Map<String, String> inherited) {
        inherited.keySet().removeIf(name -> MISLEADING.stream().anyMatch(name::startsWith));
        inherited.putAll(environment);
    }
}
