package io.penstock.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where the files are that the tests look at. */
final class Repository {
    /** The build's context. Maven runs tests in the module's folder. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    static final Path DOCKER = ROOT.resolve("docker");

    private Repository() {}

    static Dockerfile dockerfile() throws IOException {
        return Dockerfile.read(DOCKER.resolve("Dockerfile"));
    }

    /** Every setting that a worker with all plug-ins knows, with its default. */
    static Map<String, String> settings() throws IOException, InterruptedException {
        return settingsOf("io.penstock.worker.WorkerMain");
    }

    /** Every setting that the console knows, with its default. */
    static Map<String, String> consoleSettings() throws IOException, InterruptedException {
        return settingsOf("io.penstock.console.ConsoleMain");
    }

    private static Map<String, String> settingsOf(String mainClass) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass,
                        "--print-config")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> settings = new TreeMap<>();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" = | {3}\\(", 3))
                .forEach(setting -> settings.put(setting[0], setting[1].strip()));
        if (process.waitFor() != 0) {
            throw new IOException("--print-config failed");
        }
        return settings;
    }
}
