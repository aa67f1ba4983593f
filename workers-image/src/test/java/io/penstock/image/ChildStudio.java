package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.Outcome.Done;
import io.penstock.Outcome.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with little heap, that makes renditions of all files of a folder at the same time. */
final class ChildStudio {
    private ChildStudio() {}

    /** A line per file: its name, and how its job ended. Fails if the process does not end well. */
    static List<String> run(Path root, String heap, String engine, List<String> sources)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChildStudio.class.getName(),
                root.toString(),
                engine));
        words.addAll(sources);
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** Arguments: root, engine, names of sources. */
    public static void main(String[] arguments) throws Exception {
        List<RunningHandler.RunningJob> jobs = new ArrayList<>();
        try (RunningHandler handler =
                RunningHandler.on(Path.of(arguments[0]), "--penstock-image-engine=" + arguments[1])) {
            for (int i = 2; i < arguments.length; i++) {
                jobs.add(handler.start(handler.payload(("{'source': 'file:///%1$s', 'renditions': ["
                                + "{'name': 'l', 'width': 1600, 'height': 1600, 'output': 'file:///%1$s.l.jpg'},"
                                + "{'name': 's', 'width': 200, 'height': 200, 'fit': 'cover', 'output': 'file:///%1$s.s.webp'}]}")
                        .formatted(arguments[i]))));
            }
            for (int i = 2; i < arguments.length; i++) {
                System.out.println("> " + arguments[i] + ": "
                        + told(jobs.get(i - 2).outcome().get()));
            }
        }
        System.exit(0);
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Done done -> "done";
            case Rejected rejected -> "rejected: " + rejected.error().message();
            case Outcome.Failed failed -> "failed: " + failed.error().message();
            case Outcome.Snoozed snoozed -> "snoozed: " + snoozed.reason();
        };
    }
}
