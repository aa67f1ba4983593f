package io.penstock.testbed.internal.childjvm;

import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Launch;
import io.penstock.testbed.internal.instance.LocalProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A server that is a Java program: a JVM of the same kind and class path as this one. */
public final class ChildJvm {
    private static final List<String> SMALL_AND_QUICK = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            "-Dlogback.configurationFile=io/penstock/testbed/internal/childjvm/logback-child.xml");

    private ChildJvm() {}

    /**
     * Prepares a process that runs {@code main} with the path of {@code folder} as its only argument.
     *
     * @param name of the process's pid and log files
     * @param options for the JVM, e.g. its heap size
     */
    public static LocalProcess running(Class<?> main, String name, ServerFolder folder, String... options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(SMALL_AND_QUICK);
        words.addAll(Arrays.asList(options));
        words.add(main.getName());
        words.add(folder.path().toString());
        return new LocalProcess(
                new Launch(name, words, Map.of("CLASSPATH", classPath()), folder.path(), folder.folder("data")));
    }

    /** The child has another working folder, so every element has to be absolute. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(element -> !element.isEmpty())
                .map(element -> Path.of(element).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
