package io.penstock.torture.producer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;

/**
 * What a producer knows, written down before it goes on: it survives the producer, however that dies. A line is {@code B
 * first last} for a batch about to be sent, {@code A number} for a job about to be sent once more, {@code C number} for a
 * confirmed one. Thread-safe.
 */
public final class SendLog implements AutoCloseable {
    private final OutputStream out;

    private SendLog(OutputStream out) {
        this.out = out;
    }

    /** Appends to {@code file}. */
    public static SendLog append(Path file) throws IOException {
        return new SendLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void sending(List<Integer> batch) {
        write("B " + batch.getFirst() + " " + batch.getLast());
    }

    void sendingAgain(int number) {
        write("A " + number);
    }

    void confirmed(int number) {
        write("C " + number);
    }

    /** One write to the operating system, which finishes it even if this process is killed. */
    private synchronized void write(String line) {
        try {
            out.write((line + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /**
     * What is written in one or more logs.
     *
     * @param sent jobs that were or may have been sent
     * @param again jobs that may have been sent more than once
     * @param confirmed jobs that the broker has confirmed
     */
    public record Contents(BitSet sent, BitSet again, BitSet confirmed) {

        /** Nothing yet. */
        public static Contents empty() {
            return new Contents(new BitSet(), new BitSet(), new BitSet());
        }

        /** Adds the log of the producer that sends every {@code step}th job. */
        public void add(Path log, int step) throws IOException {
            if (!Files.exists(log)) {
                return;
            }
            for (String line : Files.readAllLines(log, US_ASCII)) {
                add(line.split(" ", -1), step);
            }
        }

        private void add(String[] words, int step) {
            int number = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "B" -> {
                    for (int n = number; n <= Integer.parseInt(words[2]); n += step) {
                        sent.set(n);
                    }
                }
                case "A" -> again.set(number);
                case "C" -> confirmed.set(number);
                default -> throw new IllegalStateException("a producer's log has a line " + String.join(" ", words));
            }
        }
    }
}
