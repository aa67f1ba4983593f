package io.penstock.launcher.site;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines for further Java processes with the JVM, its options and the class path of this one. */
public final class JavaCommand {
    private JavaCommand() {}

    /** Runs {@code mainClass} with {@code additions} behind this process's class path. */
    public static List<String> of(String mainClass, List<Path> additions) {
        StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        additions.forEach(addition -> classPath.append(File.pathSeparatorChar).append(addition));
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(words::add);
        words.add("-cp");
        words.add(classPath.toString());
        words.add(mainClass);
        return words;
    }
}
