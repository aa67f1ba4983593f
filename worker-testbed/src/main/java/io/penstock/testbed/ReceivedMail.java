package io.penstock.testbed;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail that the sink accepted.
 *
 * @param recipients of the envelope (RCPT TO), in the order they were named
 * @param sender of the envelope (MAIL FROM); empty for the null sender
 * @param raw the message as it came (RFC 5322), each byte as one character: {@code getBytes(ISO_8859_1)} gives exactly
 *     the bytes that were sent
 */
public record ReceivedMail(List<String> recipients, String sender, String raw) {
    /** Copies its arguments. */
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }

    /** The subject, decoded; empty if there is none. */
    public String subject() {
        return header("Subject");
    }

    /** The first header of that name, unfolded and decoded (RFC 2047); empty if there is none. */
    public String header(String name) {
        try {
            String value = message().getHeader(name, null);
            return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (MessagingException | IOException malformed) {
            throw new IllegalStateException("The mail has no readable header " + name + ": " + raw, malformed);
        }
    }

    /** The plain-text body, decoded; empty if there is none. */
    public String text() {
        return body("text/plain");
    }

    /** The HTML body, decoded; empty if there is none. */
    public String html() {
        return body("text/html");
    }

    private String body(String type) {
        try {
            String found = find(message(), type);
            return found == null ? "" : found;
        } catch (MessagingException | IOException malformed) {
            throw new IllegalStateException("The mail has no readable body: " + raw, malformed);
        }
    }

    private static @Nullable String find(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && part.getContent() instanceof String text) {
            return text;
        }
        if (!(part.getContent() instanceof Multipart parts)) {
            return null;
        }
        for (int i = 0; i < parts.getCount(); i++) {
            String found = find(parts.getBodyPart(i), type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private MimeMessage message() throws MessagingException {
        try (var bytes = new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1))) {
            return new MimeMessage(null, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
