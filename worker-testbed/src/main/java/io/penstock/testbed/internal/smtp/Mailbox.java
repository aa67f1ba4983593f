package io.penstock.testbed.internal.smtp;

import io.penstock.testbed.ReceivedMail;
import io.penstock.testbed.internal.folder.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Accepted mails, one file each, in the order they came.
 *
 * <p>A file is complete from the moment it is seen. It starts with the envelope, as lines in the form of the headers
 * that mail servers add, and goes on with the message as it came, so that mail programs can show it. Any number of
 * processes may read; one writes.
 */
public final class Mailbox {
    private static final String SUFFIX = ".eml";
    private static final String SENDER = "Return-Path: ";
    private static final String RECIPIENT = "Delivered-To: ";
    private static final String END_OF_ENVELOPE = "X-Testbed-Received: ";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSSSSS").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final AtomicInteger sequence = new AtomicInteger();

    /** In {@code folder}, which is created if it is not there. */
    public Mailbox(Path folder) {
        this.folder = Folders.create(folder);
    }

    /** Stores a mail; when this returns, it is seen by readers and survives the death of this process. */
    void store(String sender, List<String> recipients, byte[] message) throws IOException {
        Instant now = Instant.now();
        StringBuilder envelope = new StringBuilder(SENDER + sender + "\r\n");
        recipients.forEach(
                recipient -> envelope.append(RECIPIENT).append(recipient).append("\r\n"));
        envelope.append(END_OF_ENVELOPE).append(now).append("\r\n");
        String name = "%s-%06d".formatted(TIME.format(now), sequence.incrementAndGet());
        Path unfinished = folder.resolve(name + ".part");
        try (OutputStream file = Files.newOutputStream(unfinished)) {
            file.write(envelope.toString().getBytes(StandardCharsets.ISO_8859_1));
            file.write(message);
        }
        Files.move(unfinished, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    /** All mails, in the order they came. */
    public List<ReceivedMail> messages() {
        return files().stream().map(Mailbox::read).flatMap(Optional::stream).toList();
    }

    private static Optional<ReceivedMail> read(Path file) {
        try {
            return Optional.of(parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException clearedMeanwhile) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Deletes all mails. */
    public void clear() {
        for (Path file : files()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ReceivedMail parse(String text) {
        int end = text.indexOf("\r\n", text.indexOf(END_OF_ENVELOPE));
        List<String> envelope = text.substring(0, end).lines().toList();
        List<String> recipients = envelope.stream()
                .filter(line -> line.startsWith(RECIPIENT))
                .map(line -> line.substring(RECIPIENT.length()))
                .toList();
        return new ReceivedMail(recipients, envelope.getFirst().substring(SENDER.length()), text.substring(end + 2));
    }
}
