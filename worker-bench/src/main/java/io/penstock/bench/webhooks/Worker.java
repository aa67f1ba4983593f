package io.penstock.bench.webhooks;

import io.penstock.bench.run.BenchException;
import io.penstock.bench.run.JavaProcess;
import io.penstock.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The webhook worker in a JVM of its own.
 *
 * @param lib folder with its jars
 * @param options of its JVM
 * @param environment its settings
 */
record Worker(Path lib, List<String> options, Map<String, String> environment) {
    private static final String CORE_LIB = "penstock.bench.workerLib";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** As {@code ./penstock} has built it. */
    static Worker locate(String rabbitMq, List<String> jvm) {
        Path core = Path.of(System.getProperty(CORE_LIB, ""));
        Path lib = Path.of(core.toString().replace("worker-core", "workers-webhook"));
        if (!Files.isDirectory(lib)) {
            throw new BenchException("expected the webhook worker's jars in " + lib + ", got no such folder; start the"
                    + " benchmark through the script ./penstock");
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("RABBITMQ_URL", rabbitMq);
        environment.put("PENSTOCK_HTTP_PORT", "0");
        environment.put("PENSTOCK_HTTP_HOST", "127.0.0.1");
        environment.put("PENSTOCK_PLUGINS", lib.resolveSibling("no-plugins").toString());
        environment.put("PENSTOCK_OUTBOUND_ALLOW_PLAIN", "true");
        environment.put("PENSTOCK_OUTBOUND_ALLOW_NETWORKS", "127.0.0.1");
        List<String> options = new ArrayList<>(List.of("-Xmx512m"));
        options.addAll(jvm);
        return new Worker(lib, options, environment);
    }

    Worker with(String option, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Worker(lib, List.of(option), all);
    }

    JavaProcess start(Path log) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(commonOptions());
        words.addAll(List.of("-cp", lib + "/*", WorkerMain.class.getName()));
        JavaProcess process = JavaProcess.start(words, environment, log);
        process.awaitReady(START_LIMIT);
        return process;
    }

    static List<String> commonOptions() {
        List<String> options =
                new ArrayList<>(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}
