package io.penstock.bench.run;

import io.penstock.bench.contender.NoOpHandler;
import io.penstock.bench.contender.SleepHandler;
import io.penstock.spi.JobHandler;
import io.penstock.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines: the same JVM with the same options for everybody, and for the worker no more on its class path than in
 * production, plus the handler.
 *
 * @param options of every JVM that is measured
 * @param workerLib folder with the jars of a worker without plug-ins
 * @param services folder that names the handler as a service
 */
record JavaCommands(List<String> options, Path workerLib, Path services) {
    /** Names the folder {@link #workerLib}. */
    static final String WORKER_LIB = "penstock.bench.workerLib";

    /** Holds what {@code ./penstock worker} gives its JVM. */
    private static final String WORKER_OPTIONS = "penstock.bench.workerOptions";

    static JavaCommands locate(Path work, List<String> options) throws IOException {
        String lib = System.getProperty(WORKER_LIB);
        if (lib == null || !Files.isDirectory(Path.of(lib))) {
            throw new BenchException(
                    "system property " + WORKER_LIB + ": expected a folder with the worker's jars, got " + lib
                            + "; start the benchmark through the script ./penstock");
        }
        Path services = work.resolve("services");
        Path file = services.resolve("META-INF/services").resolve(JobHandler.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, NoOpHandler.class.getName() + "\n" + SleepHandler.class.getName() + "\n");
        return new JavaCommands(List.copyOf(options), Path.of(lib), services);
    }

    /** A peer: with all that is on the class path of the benchmark. */
    List<String> peer(Class<?> main, String... arguments) {
        List<String> words = command(options, System.getProperty("java.class.path"), main);
        words.add(1, "-Dlogback.configurationFile=io/penstock/bench/logback.xml");
        words.addAll(List.of(arguments));
        return words;
    }

    /** The worker process, with the options of everybody. */
    List<String> worker() {
        return worker(options);
    }

    /** The worker process, with the options that {@code ./penstock worker} gives it. */
    List<String> ordinaryWorker() {
        return worker(JavaProcess.options(WORKER_OPTIONS));
    }

    private List<String> worker(List<String> chosen) {
        return command(
                chosen,
                String.join(File.pathSeparator, workerLib + "/*", ownCode().toString(), services.toString()),
                WorkerMain.class);
    }

    private static List<String> command(List<String> options, String classPath, Class<?> main) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, main.getName()));
        return words;
    }

    private static Path ownCode() {
        try {
            return Path.of(NoOpHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
