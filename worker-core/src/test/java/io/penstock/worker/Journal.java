package io.penstock.worker;

import io.penstock.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A file in which workers write down what they did. It survives them, however they die. */
record Journal(Path file) {
    private static final String STARTED = "started";
    private static final String DONE = "done";

    /** A new journal in this folder. */
    static Journal in(Path folder) throws IOException {
        return new Journal(Files.createTempFile(folder, "journal", ".txt"));
    }

    void started(Job job) throws IOException {
        write(STARTED, job);
    }

    void done(Job job) throws IOException {
        write(DONE, job);
    }

    private void write(String what, Job job) throws IOException {
        Files.writeString(
                file, what + " " + job.id() + " at attempt " + job.attempt() + "\n", StandardOpenOption.APPEND);
    }

    /** Jobs that were started, as {@code id at attempt n}, in this order and as often as they were. */
    List<String> started() {
        return lines(STARTED).toList();
    }

    /** Jobs that came to their end, in the same way. */
    List<String> done() {
        return lines(DONE).toList();
    }

    /** Ids of the jobs that came to their end at least once. */
    List<String> idsDone() {
        return lines(DONE)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .distinct()
                .toList();
    }

    private Stream<String> lines(String what) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(what.length() + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
