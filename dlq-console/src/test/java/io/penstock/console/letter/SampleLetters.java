package io.penstock.console.letter;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** New dead letters for tests, each different. */
public final class SampleLetters {
    /** When the first of them died. */
    public static final Instant START = Instant.parse("2026-11-25T10:15:30.123Z");

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private SampleLetters() {}

    /** What differs. */
    public record Kind(
            String queue, @Nullable String type, @Nullable String tenant, String error, Instant at) {
        /** An e-mail of nobody in particular. */
        public static final Kind USUAL = new Kind("emails", "email.send", null, "java.io.IOException", START);

        public Kind of(@Nullable String other) {
            return new Kind(queue, type, other, error, at);
        }

        public Kind failedBy(String other) {
            return new Kind(queue, type, tenant, other, at);
        }

        public Kind in(String other) {
            return new Kind(other, type, tenant, error, at);
        }

        public Kind at(Instant other) {
            return new Kind(queue, type, tenant, error, other);
        }
    }

    public static NewLetter letter(Kind kind) {
        int number = COUNTER.incrementAndGet();
        return letter(kind, "job-" + number, "could not reach host " + number);
    }

    public static NewLetter letter(Kind kind, String id, @Nullable String message) {
        byte[] body = ("{\"number\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        var envelope = Envelope.of(new BasicProperties.Builder().messageId(id).build());
        return new NewLetter(
                id + " " + kind.at() + " " + kind.queue(),
                new DeadLetter.Job(id, kind.queue(), kind.type(), kind.tenant(), "u1", 3, body.length),
                new DeadLetter.Death(kind.at(), "attempts_exhausted", kind.error(), message, "host/1 penstock/0.1.0"),
                Fingerprint.of(kind.queue(), String.valueOf(kind.type()), kind.error(), "\tat a.B.c(B.java:1)", null),
                null,
                new LetterContent(envelope, body));
    }
}
